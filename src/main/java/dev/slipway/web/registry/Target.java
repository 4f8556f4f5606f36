package dev.slipway.web.registry;

import dev.slipway.image.ManifestReference;
import dev.slipway.oci.Digest;
import dev.slipway.web.registry.EdgeException.Code;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a path below {@code /v2/} names. Only what is understood here goes on to the store, and it goes on as it was
 * understood: nothing of the client's own spelling is forwarded, so there is nothing to disagree about.
 */
sealed interface Target {

    /** {@code /v2/}: is somebody there, and am I let in? */
    record Ping() implements Target {}

    record TokenService() implements Target {}

    record Catalog() implements Target {}

    /** What belongs to one repository. */
    sealed interface InRepository extends Target {
        ImageName name();
    }

    record ManifestOf(ImageName name, ManifestReference reference) implements InRepository {}

    record BlobOf(ImageName name, Digest digest) implements InRepository {}

    record UploadsOf(ImageName name) implements InRepository {}

    record UploadOf(ImageName name, String id) implements InRepository {}

    record TagsOf(ImageName name) implements InRepository {}

    record ReferrersOf(ImageName name, Digest subject) implements InRepository {}

    Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/-]*");
    Pattern UPLOAD_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    int MAX_PATH = 600;

    /**
     * @param rawPath as it stands in the request line, without the query
     * @throws EdgeException 400 or 404 with the spec's code
     */
    static Target parse(String rawPath) {
        // Some clients encode the colon of a digest; nothing else in such a path needs encoding.
        String path = rawPath.replace("%3A", ":").replace("%3a", ":");
        if (path.length() > MAX_PATH || !PLAIN.matcher(path).matches()) {
            throw invalidName();
        }
        return switch (path) {
            case "/v2", "/v2/" -> new Ping();
            case "/v2/token" -> new TokenService();
            case "/v2/_catalog" -> new Catalog();
            default -> inRepository(List.of(path.substring("/v2/".length()).split("/", -1)));
        };
    }

    private static Target inRepository(List<String> parts) {
        int size = parts.size();
        String last = parts.getLast();
        String kind = size >= 2 ? parts.get(size - 2) : "";
        boolean inUploads =
                size >= 3 && kind.equals("uploads") && parts.get(size - 3).equals("blobs");
        if (inUploads) {
            ImageName name = name(parts.subList(0, size - 3));
            return last.isEmpty() ? new UploadsOf(name) : new UploadOf(name, uploadId(last));
        }
        return switch (kind) {
            case "manifests" -> new ManifestOf(name(parts.subList(0, size - 2)), reference(last));
            case "referrers" -> new ReferrersOf(name(parts.subList(0, size - 2)), digest(last));
            case "blobs" ->
                last.equals("uploads")
                        ? new UploadsOf(name(parts.subList(0, size - 2)))
                        : new BlobOf(name(parts.subList(0, size - 2)), digest(last));
            case "tags" -> tags(parts.subList(0, size - 2), last);
            default -> throw EdgeException.of(Code.UNSUPPORTED, 404, "The registry has nothing at this address.");
        };
    }

    private static Target tags(List<String> name, String last) {
        if (!last.equals("list")) {
            throw EdgeException.of(Code.UNSUPPORTED, 404, "The registry has nothing at this address.");
        }
        return new TagsOf(name(name));
    }

    private static ImageName name(List<String> parts) {
        return ImageName.find(String.join("/", parts)).orElseThrow(Target::invalidName);
    }

    private static ManifestReference reference(String text) {
        return ManifestReference.find(text)
                .orElseThrow(() -> text.indexOf(':') >= 0
                        ? invalidDigest()
                        : EdgeException.of(Code.TAG_INVALID, 400, "A tag has 1 to 128 letters, digits and _ . -"));
    }

    /** As in a path or a query. */
    static Digest digest(String text) {
        return Digest.tryParse(text).orElseThrow(Target::invalidDigest);
    }

    private static String uploadId(String text) {
        if (!UPLOAD_ID.matcher(text).matches()) {
            throw EdgeException.of(Code.BLOB_UPLOAD_INVALID, 404, "There is no such upload.");
        }
        return text;
    }

    private static EdgeException invalidDigest() {
        return EdgeException.of(Code.DIGEST_INVALID, 400, "A digest looks like sha256: and 64 lower-case hex digits.");
    }

    private static EdgeException invalidName() {
        return EdgeException.of(
                Code.NAME_INVALID,
                400,
                "An image is named <workspace>/<repository>, in small letters, with at most " + ImageName.MAX_LENGTH
                        + " characters.");
    }
}
