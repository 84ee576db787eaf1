package io.agentflux.sandbox.webhook;

/**
 * A webhook and how it does.
 *
 * @param webhook the webhook
 * @param delivery how far the delivery to it has come
 */
public record WebhookStatus(Webhook webhook, DeliveryState delivery) {}
