package dev.slipway.oci;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an image: registry, repository and, when given, tag and digest. Short names are completed as Docker does:
 * {@code python:3} is {@code docker.io/library/python:3} (CNCF distribution, {@code reference} grammar and familiar names).
 *
 * @param domain registry host with port, {@code docker.io} when none was given
 * @param repository path in the registry, {@code library/python}
 */
public record ImageReference(String domain, String repository, Optional<String> tag, Optional<Digest> digest) {

    /** Longest domain and repository together, in characters. */
    public static final int MAX_NAME = 255;

    public static final String DOCKER_HUB = "docker.io";

    private static final String LIBRARY = "library/";
    private static final String LATEST = "latest";
    private static final String DOMAIN_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final Pattern DOMAIN =
            Pattern.compile("(?:" + DOMAIN_PART + "(?:\\." + DOMAIN_PART + ")*|\\[(?:[a-fA-F0-9:]+)\\])(?::[0-9]+)?");
    private static final String PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REPOSITORY = Pattern.compile(PATH_PART + "(?:/" + PATH_PART + ")*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
    private static final Pattern BARE_HEX = Pattern.compile("[a-f0-9]{64}");
    private static final Pattern PARTS = Pattern.compile("(?<name>[^@]*?)(?::(?<tag>[^/:@]*))?(?:@(?<digest>.*))?");

    public ImageReference {
        require(DOMAIN.matcher(domain).matches(), domain, "its registry is not a host name");
        require(REPOSITORY.matcher(repository).matches(), repository, "a repository is in lower case");
        require(
                domain.length() + 1 + repository.length() <= MAX_NAME,
                repository,
                "its name is longer than " + MAX_NAME + " characters");
        tag.ifPresent(t -> require(TAG.matcher(t).matches(), t, "a tag has at most 128 of A-Z a-z 0-9 _ . -"));
    }

    /**
     * @throws IllegalArgumentException when {@code text} is not a reference; its message shows the expected form
     */
    public static ImageReference parse(String text) {
        require(!BARE_HEX.matcher(text).matches(), text, "64 hex digits alone would be an image id");
        Matcher parts = PARTS.matcher(text);
        require(parts.matches(), text, "it has an unexpected part");
        String name = parts.group("name");
        int slash = name.indexOf('/');
        boolean hasDomain = slash > 0 && isDomain(name.substring(0, slash));
        String domain = hasDomain ? normalDomain(name.substring(0, slash)) : DOCKER_HUB;
        String path = hasDomain ? name.substring(slash + 1) : name;
        boolean official = domain.equals(DOCKER_HUB) && path.indexOf('/') < 0;
        return new ImageReference(
                domain,
                official ? LIBRARY + path : path,
                Optional.ofNullable(parts.group("tag")),
                Optional.ofNullable(parts.group("digest")).map(Digest::parse));
    }

    /** True when {@code text} may be a tag: 1 to 128 of {@code A-Z a-z 0-9 _ . -}, not starting with a dot or dash. */
    public static boolean isTag(String text) {
        return TAG.matcher(text).matches();
    }

    /** Registry and repository, without tag and digest. */
    public String name() {
        return domain + "/" + repository;
    }

    /** The name as people write it: without {@code docker.io/} and {@code library/}. */
    public String familiarName() {
        if (!domain.equals(DOCKER_HUB)) {
            return name();
        }
        boolean official = repository.startsWith(LIBRARY) && repository.indexOf('/', LIBRARY.length()) < 0;
        return official ? repository.substring(LIBRARY.length()) : repository;
    }

    /** The whole reference as people write it. */
    public String familiar() {
        return familiarName() + suffix();
    }

    /** With the tag {@code latest} when there is neither tag nor digest. */
    public ImageReference orLatest() {
        return tag.isEmpty() && digest.isEmpty() ? withTag(LATEST) : this;
    }

    /** The same repository under another tag. */
    public ImageReference withTag(String newTag) {
        return new ImageReference(domain, repository, Optional.of(newTag), Optional.empty());
    }

    /** The same name, pinned. */
    public ImageReference withDigest(Digest newDigest) {
        return new ImageReference(domain, repository, Optional.empty(), Optional.of(newDigest));
    }

    /** Canonical: {@code docker.io/library/python:3}. */
    @Override
    public String toString() {
        return name() + suffix();
    }

    private String suffix() {
        return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
    }

    private static boolean isDomain(String first) {
        return first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || first.equals("localhost")
                || first.chars().anyMatch(Character::isUpperCase);
    }

    private static String normalDomain(String domain) {
        return domain.equals("index.docker.io") ? DOCKER_HUB : domain;
    }

    private static void require(boolean fits, String text, String why) {
        if (!fits) {
            throw new IllegalArgumentException(
                    "'%s' does not name an image: %s; a name looks like 'python:3-slim' or 'registry.example.com/team/app:1.0'"
                            .formatted(text, why));
        }
    }
}
