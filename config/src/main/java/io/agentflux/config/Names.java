package io.agentflux.config;

import java.util.regex.Pattern;

/** What may be called how: names become parts of file names, columns and labels. */
final class Names {

    private static final int LONGEST = 64;

    /** Of tournaments and scenarios. */
    static final TextShape LOWER_CASE = new TextShape(
            "lower-case letters, digits and dashes, such as my-tournament",
            Pattern.compile("[a-z0-9][a-z0-9-]*"),
            LONGEST);

    /** Of competitors, which may be called like a class. */
    static final TextShape COMPETITOR = new TextShape(
            "letters, digits, dots, dashes and underscores, such as eager-pid",
            Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*"),
            LONGEST);

    private Names() {}
}
