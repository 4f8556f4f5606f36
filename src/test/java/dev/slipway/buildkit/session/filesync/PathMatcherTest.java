package dev.slipway.buildkit.session.filesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathMatcherTest {

    @ParameterizedTest
    @CsvSource({
        "**, file, true",
        "**, dir/file, true",
        "**/, file, true",
        "**/**, dir/file, true",
        "dir/**, dir/file, true",
        "dir/**, dir/dir2/file, true",
        "dir/**, dir, false",
        "dir/**/*, dir/dir2/file.txt, true",
        "**/dir/file, dir/file, true",
        "**/file, file, true",
        "**/file, dir/dir2/file, true",
        "**/dir2/*, dir/dir2/file, true",
        "**/dir2/**, dir/dir2/dir2/file, true",
        "**file, file, true",
        "**file, dir/file, true",
        "**file, dir/somefile, true",
        "**/file*.txt, dir/file.txt, true",
        "**/**/*.txt, file.txt, true",
        "**/**/*.txt2, file.txt, false",
        "a**, abc, true",
        "a**/*.txt, abc/d/e.txt, true",
        "a[b-d]e, ace, true",
        "a[b-d]e, aae, false",
        "a[^b-d]e, aze, true",
        "a[^b-d]e, ace, false",
        ".*, .foo, true",
        ".*, foo, false",
        "abc.def, abcdef, false",
        "abc.def, abc.def, true",
        "abc?def, abcZdef, true",
        "abc?def, abc/def, false",
        "a\\*b, a*b, true",
        "a\\*b, axb, false",
        "*.txt, dir/file.txt, false",
        "dir, dir/file, true",
        "dir, dirt, false",
        "dir/, dir/file, true",
        "./dir/../x, x, true",
        "x, X, false",
        "a/b, a/b/c/d, true",
        "a/*/c, a/b/c/d, true",
        "a/*/c, a/c, false",
        "(x), (x), true",
        "a+b*, a+bc, true",
        "{a}, {a}, true",
        "$a*, $ab, true",
        "*ä?, xäü, true",
        "?, 😀, true",
        "[a&&b], b, true",
        "a]*, a]b, true",
        "\\a, a, false",
        "f\\d, f7, true",
        "\\!x, !x, true",
    })
    void patternsMatchAsBuildkitsDo(String pattern, String path, boolean expected) {
        assertThat(PathMatcher.of(List.of(pattern)).matches(path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "*.md;!README.md, README.md, false",
        "*.md;!README.md, other.md, true",
        "*.md;!README*.md;README-secret.md, README-secret.md, true",
        "*;!src, src/main.c, false",
        "*;!src;src/gen, src/gen/x, true",
        "dir;!dir/keep, dir/keep, false",
        "dir;!dir/keep, dir/other, true",
        "**/*.log;!a/*.log, a/x.log, false",
        "**/*.log;!a/*.log, b/a/x.log, true",
        "!x;x, x, true",
    })
    void theLastPatternThatMatchesDecides(String patterns, String path, boolean expected) {
        assertThat(PathMatcher.of(List.of(patterns.split(";"))).matches(path)).isEqualTo(expected);
    }

    @Test
    void blankPatternsSayNothing() {
        assertThat(PathMatcher.of(List.of("", "  ", "\t")).matches("a")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"!", "[", "a[", "a\\", "*[", "\\q", "\\ä"})
    void malformedPatternsAreRefused(String pattern) {
        assertThatThrownBy(() -> PathMatcher.of(List.of(pattern))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDirectoryIsLeftUnreadWhenNothingInItCanMatter() {
        PathMatcher matcher = PathMatcher.of(List.of("node_modules", "!src/keep"));

        assertThat(matcher.mayExceptBelow("node_modules")).isFalse();
        assertThat(matcher.mayExceptBelow("src")).isTrue();
        assertThat(PathMatcher.of(List.of("a", "!**/keep")).mayExceptBelow("a")).isTrue();
        assertThat(PathMatcher.of(List.of("src/main/*")).mayMatchBelow("src")).isTrue();
        assertThat(PathMatcher.of(List.of("src/main/*")).mayMatchBelow("docs")).isFalse();
    }
}
