package io.agentflux.cli;

import io.agentflux.sandbox.AdministratorToken;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.store.StoreFailedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Serves a demonstration experiment until it is interrupted. */
@Command(
        name = "sandbox",
        description =
                "Serve an experiment on simulated people over the Arena protocol, until Ctrl+C. What was acknowledged is "
                        + "kept; the next start goes on where this one ended.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "AGENTFLUX_ADMIN_TOKEN: the administrator's token, instead of the one that is made at the first start and",
            "printed once."
        })
final class SandboxCommand implements Callable<Integer> {

    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final double SECONDS_PER_DAY = 86_400;

    @Option(names = "--port", paramLabel = "N", description = "Port; 7860 by default, 0 for a free one.")
    private int port = 7860;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 127.0.0.1, this machine only, by default.")
    private String host = "127.0.0.1";

    @Mixin
    private StoreOption store = new StoreOption();

    @ArgGroup
    private Pace pace = new Pace();

    @Option(names = "--seed", paramLabel = "N", description = "Who the people are; 42 by default.")
    private long seed = 42;

    @Option(names = "--people", paramLabel = "N", description = "People per variant; 200 by default.")
    private int people = 200;

    @Option(names = "--variants", paramLabel = "N", description = "Treatments beside the control; 1 by default.")
    private int treatments = 1;

    @Spec
    private CommandSpec command;

    /** How fast the people live, told in one of two ways. */
    private static final class Pace {

        @Option(
                names = "--day",
                paramLabel = "PT10S",
                description = "How long a day of the people lasts; 10 s by default.")
        private Duration day = Duration.ofSeconds(10);

        @Option(
                names = "--speed",
                paramLabel = "N",
                description = "The same as how many times faster than the clock they live; 8640 for days of 10 s.")
        private @Nullable Double speed;

        Duration dayLength() {
            if (speed == null) {
                return day;
            }
            if (!(speed > 0 && speed <= SECONDS_PER_DAY * 1000)) {
                throw new IllegalArgumentException("--speed is " + speed + "; give a number above 0 up to 86400000");
            }
            return Duration.ofNanos(Math.round(SECONDS_PER_DAY / speed * 1e9));
        }
    }

    @Override
    public Integer call() {
        DemoExperiment demo;
        ArenaSandbox sandbox;
        try {
            demo = new DemoExperiment(treatments, people, seed, pace.dayLength());
            sandbox = ArenaSandbox.create()
                    .host(host)
                    .port(port)
                    .keepingIn(store.location())
                    .demonstrating(demo);
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        String administrator = System.getenv("AGENTFLUX_ADMIN_TOKEN");
        return serve(
                demo,
                administrator == null || administrator.isBlank()
                        ? sandbox
                        : sandbox.administeredBy(AdministratorToken.of(administrator.strip())));
    }

    private int serve(DemoExperiment demo, ArenaSandbox sandbox) {
        Scheduler printing = Schedulers.newSingle("request-log", true);
        SandboxPrinter printer = new SandboxPrinter(command.commandLine().getOut());
        try {
            SandboxHandle handle =
                    started(sandbox.onRequest(request -> printing.schedule(() -> printer.request(request))));
            Map<String, String> tokens =
                    demo.tokens(handle.experiments()).blockOptional(START_LIMIT).orElseThrow();
            printer.banner(handle, demo, tokens, store, isLoopback());
            return new SandboxEnd(handle, printer).await();
        } finally {
            printing.dispose();
        }
    }

    private SandboxHandle started(ArenaSandbox sandbox) {
        try {
            return sandbox.start().blockOptional(START_LIMIT).orElseThrow();
        } catch (StoreFailedException refused) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    List.of(
                            "agentflux: " + refused.getMessage(),
                            "Give another store by --store, such as --store memory to keep nothing."));
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
