package dev.slipway.share;

/**
 * A link at the moment when it is made: nobody can read its key again.
 *
 * @param key what its address ends with
 */
public record IssuedLink(ShareLink link, String key) {

    @Override
    public String toString() {
        return "IssuedLink[" + link + "]";
    }
}
