package dev.slipway.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.slipway.workspace.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenIdPropertiesTest {

    @Test
    void withoutAnIssuerThereIsNoProvider() {
        assertThat(properties(null, "", List.of(), false).isConfigured()).isFalse();
        assertThat(properties(" ", "", List.of(), true).isConfigured()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login.example",
                "ftp://login.example",
                "https://u@login.example",
                "https://login.example?x",
                "https://"
            })
    void anIssuerIsAnAddress(String issuer) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties(issuer, "slipway", List.of(), false))
                .withMessageContaining("SLIPWAY_OPENID_ISSUER");
    }

    @Test
    void accountsForEverybodyMustBeSaid() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties("https://login.example", "slipway", List.of(), true))
                .withMessageContaining("SLIPWAY_OPENID_EMAIL_DOMAINS");
        assertThat(properties("https://login.example", "slipway", List.of("*"), true)
                        .isConfigured())
                .isTrue();
    }

    @Test
    void theSecretIsNotPrinted() {
        assertThat(properties("https://login.example", "slipway", List.of(), false)
                        .toString())
                .doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "Ada.Lovelace, ada.lovelace",
        "José Núñez, jose-nunez",
        "ada@hull.example, ada",
        "-._-, user",
        "'../../etc/passwd', etc-passwd",
        "船長, user",
        "'ada\u202Ebob', ada-bob"
    })
    void namesAreMadeOfTheLettersThatNamesHave(String called, String name) {
        assertThat(new OpenIdPerson("i", "s", Map.of("preferred_username", called)).accountName())
                .isEqualTo(name);
    }

    @Test
    void namesHaveAnEnd() {
        OpenIdPerson longNamed = new OpenIdPerson(
                "i", "s", Map.of("preferred_username", "a".repeat(9_999), "name", "b\n".repeat(9_999)));

        assertThat(longNamed.accountName()).hasSize(48);
        assertThat(longNamed.displayName()).hasSize(128).doesNotContain("\n");
    }

    private static OpenIdProperties properties(
            @Nullable String issuer, String client, List<String> domains, boolean createAccounts) {
        return new OpenIdProperties(
                issuer, client, "hidden", "", List.of(), domains, "", List.of(), createAccounts, "", Role.DEVELOPER);
    }
}
