package io.agentflux.sandbox.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class EventTypeTest {

    @Test
    @DisplayName("all types of events are known as such")
    void knowsAll() throws IllegalAccessException {
        List<String> types = new ArrayList<>();
        for (Field constant : EventType.class.getFields()) {
            if (constant.getType() == String.class) {
                types.add((String) constant.get(null));
            }
        }

        assertThat(EventType.ALL).containsExactlyInAnyOrderElementsOf(types);
    }
}
