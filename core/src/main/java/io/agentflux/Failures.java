package io.agentflux;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/** Reads errors. */
final class Failures {

    private Failures() {}

    /** The error without what Reactor wraps around a checked one or around the last one of a retry of the caller's own. */
    static Throwable cause(Throwable error) {
        Throwable unwrapped = Exceptions.unwrap(error);
        Throwable cause = unwrapped.getCause();
        return Exceptions.isRetryExhausted(unwrapped) && cause != null ? cause : unwrapped;
    }

    /** What the error means; a classifier that fails itself makes it permanent. */
    static FailureKind kind(Throwable error, Function<? super Throwable, @Nullable FailureKind> classifier) {
        try {
            FailureKind kind = classifier.apply(error);
            return kind == null ? FailureKind.PERMANENT : kind;
        } catch (RuntimeException broken) {
            error.addSuppressed(broken);
            return FailureKind.PERMANENT;
        }
    }
}
