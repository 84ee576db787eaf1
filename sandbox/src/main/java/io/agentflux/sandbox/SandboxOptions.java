package io.agentflux.sandbox;

import io.agentflux.sandbox.admin.ExperimentReader;
import io.agentflux.sandbox.experiment.Experiments;
import io.agentflux.sandbox.http.ServedRequest;
import io.agentflux.sandbox.http.ServerSettings;
import io.agentflux.sandbox.webhook.WebhookOptions;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What a sandbox is set up with, and what holds without; told at {@link ArenaSandbox}, which copies it for each change. */
final class SandboxOptions {

    ServerSettings server = ServerSettings.ofDefaults();
    String location = "memory";
    Experiments.Settings settings = Experiments.Settings.ofDefaults();
    WebhookOptions webhooks = WebhookOptions.ofDefaults();

    @Nullable DemoExperiment demo;

    @Nullable AdministratorToken administrator;

    @Nullable ExperimentReader experimentReader;

    @Nullable URI publicUrl;

    @Nullable PrometheusMeterRegistry meters;

    Scheduler clock = Schedulers.parallel();
    Consumer<ServedRequest> onRequest = request -> {};

    SandboxOptions copy() {
        SandboxOptions copy = new SandboxOptions();
        copy.server = server;
        copy.location = location;
        copy.settings = settings;
        copy.webhooks = webhooks;
        copy.demo = demo;
        copy.administrator = administrator;
        copy.experimentReader = experimentReader;
        copy.publicUrl = publicUrl;
        copy.meters = meters;
        copy.clock = clock;
        copy.onRequest = onRequest;
        return copy;
    }
}
