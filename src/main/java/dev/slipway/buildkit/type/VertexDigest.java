package dev.slipway.buildkit.type;

/** The id of a step within one build, {@code sha256:…}; it says nothing about another build. */
public record VertexDigest(String value) {

    @Override
    public String toString() {
        return value;
    }
}
