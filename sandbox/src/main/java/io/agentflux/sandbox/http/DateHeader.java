package io.agentflux.sandbox.http;

import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import reactor.core.scheduler.Scheduler;

/** The value of the {@code Date} header, which is made once a second however many answers carry it. */
final class DateHeader {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final Scheduler clock;
    private volatile Made made = Made.of(0);

    /** Dates of this clock. */
    DateHeader(Scheduler clock) {
        this.clock = clock;
    }

    private record Made(long second, AsciiString value) {

        static Made of(long second) {
            return new Made(second, AsciiString.of(FORM.format(Instant.ofEpochSecond(second))));
        }
    }

    /** The second that it is now. */
    AsciiString value() {
        long second = Math.floorDiv(clock.now(TimeUnit.MILLISECONDS), 1_000L);
        Made latest = made;
        if (latest.second != second) {
            // two threads may do the same
            latest = Made.of(second);
            made = latest;
        }
        return latest.value;
    }
}
