package io.agentflux.sandbox.http;

import static io.agentflux.sandbox.http.ServedStreams.ALL;
import static io.agentflux.sandbox.http.ServedStreams.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentflux.sandbox.http.EventReader.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class SlowStreamReaderTest {

    @AutoClose
    private final ServedStreams streams = new ServedStreams();

    @Test
    @DisplayName("a reader that stands still delays nobody, and gets every event of the log when it goes on")
    void standsStill() {
        EventReader still = streams.open(ALL, "");
        EventReader quick = streams.open(ALL, "");

        streams.appendMany(3000);

        assertThat(quick.next(3000)).extracting(Event::sequence).isEqualTo(numbers(1, 3000));
        assertThat(still.next(3000)).extracting(Event::sequence).isEqualTo(numbers(1, 3000));
    }

    @Test
    @DisplayName("a reader that stands still for a minute is given up, and can resume")
    void givesUp() {
        EventReader still = streams.open(ALL, "");
        streams.appendMany(3000);
        Event first = still.next();

        await(() -> {
            streams.pass(ServerLimits.ofDefaults().stallTime());
            return streams.routes.openSize() == 0;
        });

        assertThat(still.isEndedInOrder()).isFalse();
        assertThat(streams.open(ALL, first.id()).next(2999))
                .extracting(Event::sequence)
                .isEqualTo(numbers(2, 3000));
    }

    @Test
    @DisplayName("a reader that stands still is spared the signals of the days meanwhile, which are counted")
    void conflatesSignals() {
        EventReader still = streams.openMine();
        streams.appendMany(3000);
        // at first some still find room in the buffers of the network
        for (int evening = 0; evening < 20_000 && streams.counters.signalsLeftOut() < 40; evening++) {
            streams.evening();
        }

        List<String> signals = new ArrayList<>();
        String latest = "\"experimentDays\":" + streams.day.get() + ",";
        for (long seen = 0; seen < 3000 || !last(signals).contains(latest); ) {
            Event event = still.next();
            seen = event.id().isEmpty() ? seen : event.sequence();
            if (event.name().equals("signals")) {
                signals.add(event.data());
            }
        }
        // the latest may come twice more: those that waited tell how it is when they are sent
        assertThat(signals.size() + streams.counters.signalsLeftOut())
                .isBetween(streams.day.get() - 3L, streams.day.get() - 1L);
    }

    private static List<Long> numbers(long from, long until) {
        return LongStream.rangeClosed(from, until).boxed().toList();
    }

    private static String last(List<String> texts) {
        return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
    }
}
