package dev.slipway.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.home.Home;
import dev.slipway.refusal.Refusal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {

    private static final String SECRET = "naïve pass\u0000word ✓";

    @TempDir
    Path home;

    @Test
    void whatIsSealedOpensAgainAfterARestartAndShowsNothing() {
        String sealed = seal().seal("credential/1", SECRET);

        assertThat(sealed).startsWith("s1.").doesNotContain("pass");
        assertThat(seal().open("credential/1", sealed)).isEqualTo(SECRET);
        assertThat(seal().seal("credential/1", SECRET)).isNotEqualTo(sealed);
    }

    @Test
    void aTextThatWasMovedToAnotherPlaceOrChangedStaysShut() {
        String sealed = seal().seal("credential/1", SECRET);
        int end = sealed.length() - 3;
        String changed = sealed.substring(0, end) + (sealed.charAt(end) == 'A' ? 'B' : 'A') + sealed.substring(end + 1);

        assertRefused("seal-broken", () -> seal().open("credential/2", sealed));
        assertRefused("seal-broken", () -> seal().open("credential/1", changed));
        assertRefused("seal-broken", () -> seal().open("credential/1", "hunter2"));
        assertRefused("seal-broken", () -> seal().open("credential/1", sealed.substring(0, 16)));
    }

    @Test
    void theKeyFileIsForItsOwnerOnlyAndNeverWrittenAgain() throws Exception {
        seal().seal("a", SECRET);
        Path file = home.resolve("keys/seal.key");
        String before = Files.readString(file);
        seal().seal("a", SECRET);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).isEqualTo(before);
        try (var left = Files.list(home.resolve("keys"))) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void aLostKeyIsSaidAndANewOneSealsWhatComes() throws Exception {
        String sealed = seal().seal("a", SECRET);
        Path file = home.resolve("keys/seal.key");
        Path kept = Files.move(file, home.resolve("kept"));

        assertRefused("seal-key-lost", () -> seal().open("a", sealed));
        assertThat(Files.exists(file)).isFalse();
        String next = seal().seal("a", "another");
        assertThat(seal().open("a", next)).isEqualTo("another");
        assertRefused("seal-key-lost", () -> seal().open("a", sealed));

        Files.write(file, Files.readAllBytes(kept), StandardOpenOption.APPEND);
        assertThat(seal().open("a", sealed)).isEqualTo(SECRET);
        assertThat(seal().open("a", next)).isEqualTo("another");
    }

    @Test
    void aKeyFileWithRubbishIsNotOverwritten() throws Exception {
        Path file = Files.createDirectory(home.resolve("keys")).resolve("seal.key");
        Files.writeString(file, "rubbish\n");

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> seal().seal("a", SECRET))
                .withMessageContaining("no key");
        assertThat(Files.readString(file)).isEqualTo("rubbish\n");
    }

    private Seal seal() {
        return new Seal(new SealProperties(""), new Home(home));
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(call)
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
