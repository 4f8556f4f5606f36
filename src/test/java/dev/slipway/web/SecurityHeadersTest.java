package dev.slipway.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** Tomcat closes the response of a forwarded page early: without eager writing the headers are silently gone. */
class SecurityHeadersTest {

    private final RunningSlipway slipway = RunningSlipway.get();

    @Test
    void pagesCarryThePolicy() {
        for (String page : new String[] {"/login", "/setup"}) {
            HttpResponse<String> answer =
                    slipway.send(slipway.to(page).header("Accept", "text/html").GET());

            assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
            assertThat(answer.headers().firstValue("Content-Security-Policy")).contains(SecurityConfig.PAGE_POLICY);
            assertThatIsGuarded(answer);
        }
    }

    @Test
    void answersForProgramsCarryTheirs() {
        HttpResponse<String> answer = slipway.send(slipway.to("/api/v1/me").GET());

        assertThat(answer.headers().firstValue("Content-Security-Policy")).contains(SecurityConfig.DATA_POLICY);
        assertThatIsGuarded(answer);
    }

    @Test
    void errorPagesCarryThePolicyToo() {
        HttpResponse<String> answer =
                slipway.send(slipway.to("/w/%00").header("Accept", "text/html").GET());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("Exception").doesNotContain("Tomcat");
    }

    private static void assertThatIsGuarded(HttpResponse<String> answer) {
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(answer.headers().firstValue(CorrelationId.HEADER)).isPresent();
    }
}
