package dev.slipway.image;

import dev.slipway.image.TagPolicy.Immutability;
import dev.slipway.image.TagPolicy.Protection;
import dev.slipway.image.TagPolicy.Retention;
import dev.slipway.oci.Digest;
import dev.slipway.refusal.Refusal;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The rules of a workspace as they are now, asked before a tag moves: by hand, by a build, by a push, by retention. */
record TagGuard(List<TagRule> rules) {

    TagGuard {
        rules = List.copyOf(rules);
    }

    boolean isEmpty() {
        return rules.isEmpty();
    }

    Optional<TagRule> protecting(RepositoryName repository, TagName tag) {
        return covering(repository, tag, Protection.class);
    }

    Optional<TagRule> fixing(RepositoryName repository, TagName tag) {
        return covering(repository, tag, Immutability.class);
    }

    List<TagRule> retaining() {
        return rules.stream().filter(rule -> rule.policy() instanceof Retention).toList();
    }

    /**
     * @param now what the tag names
     * @param last what it named last, asked only when it names nothing now and that matters
     * @throws Refusal CONFLICT
     */
    void admitMove(
            RepositoryName repository, TagName tag, Optional<Digest> now, Supplier<Optional<Digest>> last, Digest to) {
        boolean stays = now.filter(to::equals).isPresent();
        if (stays) {
            return;
        }
        if (now.isPresent()) {
            protecting(repository, tag).ifPresent(rule -> {
                throw isProtected(repository, tag, rule);
            });
        }
        fixing(repository, tag).ifPresent(rule -> {
            Optional<Digest> meaning = now.or(last).filter(digest -> !digest.equals(to));
            meaning.ifPresent(digest -> {
                throw Refusal.of(
                        Refusal.Kind.CONFLICT,
                        "tag-immutable",
                        "The tag %s of %s is immutable (rule %s): it names %s for ever. Use another tag for this image."
                                .formatted(tag, repository, rule.scope(), shortened(digest)));
            });
        });
    }

    /** @throws Refusal CONFLICT */
    void admitRemoval(RepositoryName repository, TagName tag) {
        protecting(repository, tag).ifPresent(rule -> {
            throw isProtected(repository, tag, rule);
        });
    }

    private Optional<TagRule> covering(RepositoryName repository, TagName tag, Class<? extends TagPolicy> policy) {
        return rules.stream()
                .filter(rule -> policy.isInstance(rule.policy()) && rule.scope().covers(repository, tag))
                .findFirst();
    }

    private static Refusal isProtected(RepositoryName repository, TagName tag, TagRule rule) {
        return Refusal.of(
                Refusal.Kind.CONFLICT,
                "tag-protected",
                "The tag %s of %s is protected (rule %s): it stays where it is until a maintainer takes the protection away."
                        .formatted(tag, repository, rule.scope()));
    }

    private static String shortened(Digest digest) {
        return digest.toString().substring(0, "sha256:".length() + 12);
    }
}
