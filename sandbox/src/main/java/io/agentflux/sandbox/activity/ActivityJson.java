package io.agentflux.sandbox.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.agentflux.sandbox.population.Activity;
import io.agentflux.sandbox.population.ActivityKind;
import io.agentflux.sandbox.population.Award;
import io.agentflux.sandbox.store.ExperimentEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** An activity as the body of an event; its kind is the event's outcome. */
final class ActivityJson {

    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ActivityJson() {}

    private record Body(
            String person,
            int day,
            boolean inWriting,
            double points,
            Award award,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String referredBy,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String site,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String place,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer rating) {}

    static String write(Activity activity, ToldActivity told) {
        return JSON.writeValueAsString(new Body(
                activity.person(),
                activity.day(),
                activity.inWriting(),
                activity.award().total(),
                activity.award(),
                activity.referredBy(),
                activity.site(),
                told.place(),
                told.rating()));
    }

    static Activity read(ExperimentEvent event) {
        Body body = JSON.readValue(event.body(), Body.class);
        return new Activity(
                body.person(),
                ActivityKind.ofWireName(String.valueOf(event.outcome())).orElseThrow(),
                body.day(),
                body.inWriting(),
                body.award(),
                body.referredBy(),
                body.site());
    }
}
