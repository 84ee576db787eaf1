package io.agentflux.cli;

import io.agentflux.config.ExperimentFile;
import io.agentflux.sandbox.AdministratorToken;
import io.agentflux.sandbox.ArenaSandbox;
import io.agentflux.sandbox.DemoExperiment;
import io.agentflux.sandbox.SandboxHandle;
import io.agentflux.sandbox.experiment.Cause;
import io.agentflux.sandbox.experiment.Experiment;
import io.agentflux.sandbox.experiment.ExperimentSpec;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.experiment.Profile;
import io.agentflux.sandbox.experiment.VariantSpec;
import io.agentflux.sandbox.http.ServerLimits;
import io.agentflux.sandbox.http.TlsIdentity;
import io.agentflux.sandbox.store.StoreFailedException;
import io.agentflux.sandbox.store.StoreUnavailableException;
import io.agentflux.sandbox.webhook.WebhookOptions;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Serves a demonstration experiment until it is interrupted. */
@Command(
        name = "sandbox",
        description =
                "Serve an experiment on simulated people over the Arena protocol, until Ctrl+C. What was acknowledged is "
                        + "kept; the next start goes on where this one ended.",
        mixinStandardHelpOptions = true,
        // as the demonstration server of the Arena's Python client ends, whose place this command takes
        exitCodeOnInvalidInput = ExitCode.FAILURE,
        sortOptions = false,
        footer = {
            "",
            "AGENTFLUX_ADMIN_TOKEN: the administrator's token, instead of the one that is made at the first start and"
                    + " printed once."
        })
final class SandboxCommand implements Callable<Integer> {

    private static final Duration START_LIMIT = Duration.ofMinutes(10);
    private static final List<String> OF_THE_DEMONSTRATION =
            List.of("--seed", "--people", "--variants", "--day", "--speed");
    private static final int LEAST_VARIANTS = 2;
    private static final double SECONDS_PER_DAY = 86_400;

    /** A day of a millisecond. */
    private static final BigDecimal FASTEST = BigDecimal.valueOf(86_400_000);

    @Option(names = "--port", paramLabel = "N", description = "Port; 7860 by default, 0 for a free one.")
    private int port = 7860;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to listen on; 127.0.0.1, this machine only, by default.")
    private String host = "127.0.0.1";

    @Mixin
    private StoreOption store = new StoreOption();

    @Option(
            names = "--experiment",
            paramLabel = "FILE",
            description = "Serve the experiment that this file describes instead of the demonstration.")
    private @Nullable Path experimentFile;

    @Option(
            names = "--most-variants",
            paramLabel = "N",
            description =
                    "Variants that an experiment may have, the control included; 5, or what --variants needs, by default.")
    private int mostVariants = 5;

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Where agents reach this sandbox, for their manifests; where you reach it by default.")
    private @Nullable URI publicUrl;

    @ArgGroup
    private Pace pace = new Pace();

    @Option(names = "--seed", paramLabel = "N", description = "Who the people are; 42 by default.")
    private long seed = 42;

    @Option(names = "--people", paramLabel = "N", description = "People per variant; 200 by default.")
    private int people = 200;

    @Option(names = "--variants", paramLabel = "N", description = "Treatments beside the control; 1 by default.")
    private int treatments = 1;

    @Option(
            names = "--webhook-allow",
            paramLabel = "NETWORK",
            description =
                    "A network that webhooks may post to besides public addresses, such as 127.0.0.0/8; may be repeated.")
    private List<String> allowedNetworks = List.of();

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            description =
                    "How to read what the descriptions of the protocol differ in: standard, or compat for the way of the "
                            + "older demonstration server.")
    private ProfileName profile = ProfileName.STANDARD;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Certificate in PEM; with --tls-key, speaks TLS.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key in PEM.")
    private @Nullable Path key;

    @Option(
            names = "--requests-per-second",
            paramLabel = "N",
            description = "Requests of one token that are answered; any number by default.")
    private int requestsPerSecond;

    @Spec
    private CommandSpec command;

    private enum ProfileName {
        STANDARD(Profile.STANDARD),
        COMPAT(Profile.COMPATIBLE);

        private final Profile profile;

        ProfileName(Profile profile) {
            this.profile = profile;
        }
    }

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
        private @Nullable BigDecimal speed;

        Duration dayLength() {
            if (speed == null) {
                return day;
            }
            if (speed.signum() <= 0 || speed.compareTo(FASTEST) > 0) {
                throw new IllegalArgumentException("--speed is " + speed + "; give a number above 0 up to " + FASTEST);
            }
            return Duration.ofNanos(Math.round(SECONDS_PER_DAY / speed.doubleValue() * 1e9));
        }
    }

    private ArenaSandbox secured(ArenaSandbox sandbox) {
        if (certificate == null && key == null) {
            return sandbox;
        }
        if (certificate == null || key == null) {
            throw new IllegalArgumentException("--tls-cert and --tls-key belong together; give both");
        }
        return sandbox.tls(TlsIdentity.read(certificate, key));
    }

    @Override
    public Integer call() {
        DemoExperiment demo;
        ArenaSandbox sandbox;
        if (mostVariants < LEAST_VARIANTS) {
            throw new ParameterException(
                    command.commandLine(),
                    "--most-variants is " + mostVariants + "; give at least " + LEAST_VARIANTS
                            + ", a control and a treatment");
        }
        if (treatments >= mostVariants && isGiven("--most-variants")) {
            throw new ParameterException(
                    command.commandLine(),
                    "--variants " + treatments + " and the control are more than --most-variants " + mostVariants
                            + "; leave --most-variants out, or raise it");
        }
        try {
            demo = new DemoExperiment(treatments, people, seed, pace.dayLength(), profile.profile);
            sandbox = ArenaSandbox.create()
                    .host(host)
                    .port(port)
                    .experiments(Experiments.Settings.ofDefaults().mostVariants(mostVariants))
                    .keepingIn(store.location())
                    .webhooks(WebhookOptions.ofDefaults().allowing(allowedNetworks))
                    .limits(ServerLimits.ofDefaults().requestsPerSecond(requestsPerSecond))
                    .readingExperimentsBy(ExperimentFile.reader());
            sandbox = secured(sandbox);
            if (publicUrl != null) {
                sandbox = sandbox.publicUrl(publicUrl);
            }
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(command.commandLine(), String.valueOf(refused.getMessage()), refused);
        }
        String administrator = System.getenv("AGENTFLUX_ADMIN_TOKEN");
        if (administrator != null && !administrator.isBlank()) {
            sandbox = sandbox.administeredBy(AdministratorToken.of(administrator.strip()));
        }
        if (experimentFile == null) {
            return serve(
                    sandbox.demonstrating(demo),
                    experiments -> Mono.justOrEmpty(experiments.find(demo.spec().id())),
                    demo::tokens);
        }
        return serveFile(experimentFile, sandbox);
    }

    private int serveFile(Path file, ArenaSandbox sandbox) {
        for (String option : OF_THE_DEMONSTRATION) {
            if (isGiven(option)) {
                throw new ParameterException(
                        command.commandLine(), option + " is said in the file of the experiment; leave it out here");
            }
        }
        if (isGiven("--profile")) {
            throw new ParameterException(
                    command.commandLine(),
                    "--profile is for the demonstration, and an experiment of a file is always standard; leave it out here");
        }
        ExperimentSpec spec = TournamentSource.valid(ExperimentFile.read(file, mostVariants));
        Cause cause = new Cause("sandbox", "served from a file");
        return serve(sandbox, experiments -> experiments.ongoing(spec, cause), experiments -> Flux.fromIterable(
                        spec.variants())
                .filter(VariantSpec::hasAgent)
                .concatMap(
                        variant -> experiments
                                .tokens()
                                .standing(spec, variant.id(), cause)
                                .map(issued -> Map.entry(variant.name(), issued.secret())),
                        1)
                .collectMap(Map.Entry::getKey, Map.Entry::getValue, LinkedHashMap::new));
    }

    private boolean isGiven(String option) {
        return command.commandLine().getParseResult().hasMatchedOption(option);
    }

    private int serve(
            ArenaSandbox sandbox,
            Function<Experiments, Mono<Experiment>> experimentIn,
            Function<Experiments, Mono<Map<String, String>>> tokensIn) {
        Scheduler printing = Schedulers.newSingle("request-log", true);
        SandboxPrinter printer = new SandboxPrinter(
                command.commandLine().getOut(),
                command.commandLine().getColorScheme().ansi());
        try {
            SandboxHandle handle =
                    started(sandbox.onRequest(request -> printing.schedule(() -> printer.request(request))));
            Experiment experiment = experimentIn
                    .apply(handle.experiments())
                    .blockOptional(START_LIMIT)
                    .orElseThrow();
            Map<String, String> tokens = tokensIn.apply(handle.experiments())
                    .blockOptional(START_LIMIT)
                    .orElseThrow();
            printer.banner(handle, experiment, tokens, store, isLoopback());
            return new SandboxEnd(handle, printer).await();
        } finally {
            printing.dispose();
        }
    }

    private SandboxHandle started(ArenaSandbox sandbox) {
        try {
            return sandbox.start().blockOptional(START_LIMIT).orElseThrow();
        } catch (StoreFailedException | StoreUnavailableException refused) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    List.of(
                            "agentflux: " + refused.getMessage(),
                            "Give another store by --store, such as --store memory to keep nothing."));
        } catch (RuntimeException failure) {
            Throwable innermost = innermost(failure);
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    innermost instanceof IOException || innermost instanceof UnresolvedAddressException
                            ? List.of(
                                    "agentflux: cannot listen on " + host + ":" + port + ": " + reason(innermost),
                                    "Give another address or port by --host and --port.")
                            : List.of("agentflux: cannot start on what " + store.shown() + " holds: " + innermost));
        }
    }

    private static Throwable innermost(Throwable failure) {
        return failure.getCause() == null ? failure : innermost(failure.getCause());
    }

    /** What the system says, without the name of the call that failed. */
    private static String reason(Throwable innermost) {
        if (innermost instanceof UnresolvedAddressException || innermost instanceof UnknownHostException) {
            return "the name has no address";
        }
        return String.valueOf(innermost.getMessage()).replaceFirst("^\\S+ failed with error\\(-?\\d+\\): ", "");
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }
}
