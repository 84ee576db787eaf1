package io.agentflux.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentflux.sandbox.http.RouteTable.Match;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

class RouteTableTest {

    private final RouteTable table = new RouteTable(List.of(
            route("GET", "/experiments"),
            route("POST", "/experiments"),
            route("GET", "/experiments/all"),
            route("GET", "/experiments/{id}"),
            route("DELETE", "/experiments/{experiment}"),
            route("PUT", "/experiments/{id}/variants/{variant}")));

    private static Route route(String method, String path) {
        return Route.of(method, path, Access.OPEN, call -> Mono.just(Reply.empty()));
    }

    private Match at(String path) {
        return table.at(path).orElseThrow();
    }

    @Test
    @DisplayName("a path leads to its methods, a template to its parameters, a fixed path before a template")
    void matches() {
        assertThat(at("/experiments").byMethod()).containsOnlyKeys("GET", "POST");
        assertThat(at("/experiments/all").parameters()).isEmpty();
        assertThat(at("/experiments/7").byMethod()).containsOnlyKeys("DELETE", "GET");
        assertThat(at("/experiments/7/variants/{x}").parameters()).isEqualTo(Map.of("id", "7", "variant", "{x}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "//experiments",
                "/experiments/",
                "/Experiments",
                "/experiments//variants/a",
                "/experiments/7/variants",
                "/experiments/7/variants/a/b",
                "/experiments/7/variants/a/",
                "/experiments%2F7"
            })
    @DisplayName("any other path leads nowhere")
    void unknown(String path) {
        assertThat(table.at(path)).isEmpty();
    }

    @Test
    @DisplayName("two routes for the same requests are refused, whatever their parameters are called")
    void ambiguous() {
        List<Route> twice = List.of(route("GET", "/a/{x}/b"), route("GET", "/a/{y}/b"));

        assertThatThrownBy(() -> new RouteTable(twice)).hasMessageContaining("GET /a/{x}/b and GET /a/{y}/b");
        assertThatThrownBy(() -> route("GET", "a")).hasMessageContaining("slash");
    }
}
