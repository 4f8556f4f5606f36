package dev.slipway.image;

/**
 * A pattern in which {@code *} stands for any characters, none included, and {@code ?} for one. It is matched in time that
 * grows with pattern times text, whatever somebody wrote.
 */
record Glob(String pattern) {

    boolean matches(String text) {
        int at = 0;
        int next = 0;
        int star = -1;
        int resume = 0;
        while (next < text.length()) {
            char wanted = at < pattern.length() ? pattern.charAt(at) : '\0';
            if (wanted == '*') {
                star = at++;
                resume = next;
            } else if (wanted == '?' || (wanted == text.charAt(next) && at < pattern.length())) {
                at++;
                next++;
            } else if (star >= 0) {
                // The last star takes one character more.
                at = star + 1;
                next = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
