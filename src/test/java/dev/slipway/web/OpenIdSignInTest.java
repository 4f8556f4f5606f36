package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways to and from a provider that never answers; {@code OpenIdSignInIT} walks them with one that does. */
class OpenIdSignInTest {

    private final RunningSlipway slipway = RunningSlipway.get();

    @Test
    void aProviderThatIsAwayIsSaidOnTheSignInPage() {
        assertThat(outcome("/oauth2/authorization/openid")).endsWith("/login?openid=away");
        assertThat(slipway.send(slipway.to("/actuator/health/readiness").GET()).body())
                .contains("\"openId\":{\"status\":\"DEGRADED\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login/oauth2/code/openid?code=c&state=s",
                "/login/oauth2/code/openid?error=access_denied&state=s",
                "/login/oauth2/code/other?code=c&state=s"
            })
    void anAnswerThatNobodyAskedForOpensNothing(String answer) {
        HttpResponse<String> refused = slipway.send(slipway.to(answer).GET());

        assertThat(refused.statusCode()).isEqualTo(302);
        assertThat(refused.headers().firstValue("Location").orElse("")).endsWith("/login?openid=stale");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/authorization/other",
                "/oauth2/authorization",
                "/oauth2",
                "/login/oauth2",
                "/login/oauth2/code/openid"
            })
    void otherAddressesLeadToTheDoor(String address) {
        assertThat(outcome(address)).contains("/login");
    }

    @Test
    void anAnswerByFormIsNotBelieved() {
        HttpResponse<String> posted = slipway.send(
                slipway.to("/login/oauth2/code/openid?code=c&state=s").POST(HttpRequest.BodyPublishers.noBody()));

        assertThat(posted.statusCode()).isIn(302, 403);
        assertThat(posted.headers().firstValue("Set-Cookie").orElse("")).doesNotContain("remember");
    }

    private String outcome(String address) {
        HttpResponse<String> answer =
                slipway.send(slipway.to(address).header("Accept", "text/html").GET());
        assertThat(answer.statusCode()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElse("");
    }
}
