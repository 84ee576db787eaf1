package io.agentflux.cli;

import io.agentflux.arena.http.Token;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.VariantSpec;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Serves a demonstration experiment until it is interrupted. */
@Command(
        name = "sandbox",
        description = "Serve an experiment on simulated people over the Arena protocol, until Ctrl+C. Nothing is kept.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class SandboxCommand implements Callable<Integer> {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final int TOKEN_BYTES = 32;

    @Option(names = "--port", paramLabel = "N", description = "Port; 7860 by default, 0 for a free one.")
    private int port = 7860;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 127.0.0.1, this machine only, by default.")
    private String host = "127.0.0.1";

    @Option(names = "--day", paramLabel = "PT10S", description = "How long a day of the people lasts; 10 s by default.")
    private Duration day = Duration.ofSeconds(10);

    @Option(names = "--seed", paramLabel = "N", description = "Who the people are; 42 by default.")
    private long seed = 42;

    @Option(names = "--people", paramLabel = "N", description = "People per variant; 200 by default.")
    private int people = 200;

    @Option(names = "--variants", paramLabel = "N", description = "Treatments beside the control; 1 by default.")
    private int treatments = 1;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        DemoExperiment demo;
        ArenaSandbox sandbox;
        try {
            demo = new DemoExperiment(treatments, people, seed, day);
            sandbox = ArenaSandbox.create().host(host).port(port);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        return serve(demo, sandbox);
    }

    private int serve(DemoExperiment demo, ArenaSandbox address) {
        Scheduler days = Schedulers.newSingle("experiment", true);
        Scheduler printing = Schedulers.newSingle("request-log", true);
        PrintWriter out = command.commandLine().getOut();
        SandboxPrinter printer = new SandboxPrinter(out);
        try {
            Experiment experiment = demo.start(days);
            Map<String, VariantSpec> variantOf = tokens(experiment);
            ArenaSandbox sandbox = address.onRequest(request -> printing.schedule(() -> printer.request(request)));
            for (Map.Entry<String, VariantSpec> token : variantOf.entrySet()) {
                sandbox = sandbox.granting(
                        Token.of(token.getKey()),
                        experiment.arena(token.getValue().id()));
            }
            SandboxHandle handle = started(sandbox);
            printer.banner(handle.url(), demo, variantOf, isLoopback());
            new SandboxEnd(handle, printer).await();
            return ExitCode.OK;
        } finally {
            days.dispose();
            printing.dispose();
        }
    }

    private static Map<String, VariantSpec> tokens(Experiment experiment) {
        // a secret must not follow from the seed
        SecureRandom random = new SecureRandom();
        Map<String, VariantSpec> variantOf = new LinkedHashMap<>();
        for (VariantSpec variant : experiment.spec().variants()) {
            if (!variant.isControl()) {
                variantOf.put(variantOf.isEmpty() ? DemoExperiment.TOKEN : newToken(random), variant);
            }
        }
        return variantOf;
    }

    private static String newToken(SecureRandom random) {
        byte[] secret = new byte[TOKEN_BYTES];
        random.nextBytes(secret);
        return "strat_" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private SandboxHandle started(ArenaSandbox sandbox) {
        try {
            return sandbox.start().blockOptional(START_LIMIT).orElseThrow();
        } catch (RuntimeException failure) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    List.of(
                            "agentflux: cannot listen on " + host + ":" + port + ": " + failure.getMessage(),
                            "Give another address or port by --host and --port."));
        }
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
