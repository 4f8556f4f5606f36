package dev.slipway.ui;

import dev.slipway.build.Build;
import dev.slipway.build.BuildNumber;
import dev.slipway.build.Builds;
import dev.slipway.image.Images;
import dev.slipway.image.Repository;
import dev.slipway.image.RepositoryName;
import dev.slipway.image.Tag;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.ui.component.Palette;
import dev.slipway.ui.kit.BuildWords;
import dev.slipway.ui.kit.Glyph;
import dev.slipway.workspace.Seat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** What the palette can't know beforehand: any build by its number, any tag by a piece of its repository's or its own name. */
@Component
class PaletteSearch {

    private static final Pattern NUMBER = Pattern.compile("#?\\s*([1-9][0-9]{0,8})");

    /** A leading colon asks for tags only. */
    private static final Pattern TAG = Pattern.compile(":?\\s*(?<repository>[^:\\s]*)(?::(?<tag>\\S*))?");

    private static final int MAX_REPOSITORIES = 5;
    private static final int MAX_TAGS = 20;

    private final Builds builds;
    private final Images images;

    PaletteSearch(Builds builds, Images images) {
        this.builds = builds;
        this.images = images;
    }

    /** @param query as it was typed; any text */
    List<Palette.Entry> find(Seat seat, String query) {
        List<Palette.Entry> found = new ArrayList<>();
        String wish = query.strip().toLowerCase(Locale.ROOT);
        Matcher number = NUMBER.matcher(wish);
        if (number.matches()) {
            build(seat, number.group(1)).ifPresent(found::add);
        }
        Matcher tag = TAG.matcher(wish);
        if (tag.matches()) {
            found.addAll(tags(seat, tag.group("repository"), Optional.ofNullable(tag.group("tag"))));
        }
        return found;
    }

    private Optional<Palette.Entry> build(Seat seat, String number) {
        try {
            Build build =
                    builds.find(seat.workspace().id(), BuildNumber.find(number).orElseThrow(Refusal::notFound));
            return Optional.of(new Palette.Entry(
                    Destination.of(Navigation.build(
                            seat.workspace().name().value(), build.number().value())),
                    "Builds",
                    "status-" + BuildWords.mark(build.status()).style(),
                    "#" + build.number() + " " + build.projectName(),
                    build.status().word(),
                    ""));
        } catch (Refusal none) {
            return Optional.empty();
        }
    }

    private List<Palette.Entry> tags(Seat seat, String repository, Optional<String> tag) {
        List<Palette.Entry> found = new ArrayList<>();
        images.repositories(seat.workspace().id(), new PageRequest(PageRequest.MAX_LIMIT, null)).items().stream()
                .map(Repository::name)
                .filter(name -> name.value().contains(repository))
                .limit(MAX_REPOSITORIES)
                .forEach(name ->
                        images
                                .tags(seat.workspace().id(), name, new PageRequest(PageRequest.MAX_LIMIT, null))
                                .items()
                                .stream()
                                .filter(one -> one.name()
                                        .value()
                                        .toLowerCase(Locale.ROOT)
                                        .contains(tag.orElse("")))
                                .limit(MAX_TAGS)
                                .map(one -> entry(seat, name, one))
                                .forEach(found::add));
        return found.subList(0, Math.min(found.size(), MAX_TAGS));
    }

    private static Palette.Entry entry(Seat seat, RepositoryName repository, Tag tag) {
        return new Palette.Entry(
                Destination.of(Navigation.image(
                        seat.workspace().name().value(),
                        repository.value(),
                        tag.digest().toString())),
                "Tags",
                Glyph.TAG.name().toLowerCase(Locale.ROOT),
                repository + ":" + tag.name(),
                tag.digest().toString().substring(0, "sha256:".length() + 8),
                "");
    }
}
