package io.agentflux.arena.http;

/** Text that may hold halves of surrogate pairs, which UTF-8 cannot express. */
final class Unicode {

    private static final char REPLACEMENT = '\uFFFD';

    private Unicode() {}

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (!isPair(text, i)) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }

    /** The text with each lone half replaced. */
    static String wellFormed(String text) {
        if (!hasLoneSurrogate(text)) {
            return text;
        }
        StringBuilder wellFormed = new StringBuilder(text);
        for (int i = 0; i < wellFormed.length(); i++) {
            if (isPair(wellFormed, i)) {
                i++;
            } else if (Character.isSurrogate(wellFormed.charAt(i))) {
                wellFormed.setCharAt(i, REPLACEMENT);
            }
        }
        return wellFormed.toString();
    }

    private static boolean isPair(CharSequence text, int index) {
        return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
    }
}
