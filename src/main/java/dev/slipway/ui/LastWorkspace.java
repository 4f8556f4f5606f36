package dev.slipway.ui;

import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.VaadinService;
import dev.slipway.workspace.WorkspaceName;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.Optional;

/** Which workspace this browser was in last; a cookie, so that {@code /} leads back to it after sign-in. */
final class LastWorkspace {

    private static final String COOKIE = "slipway-workspace";
    private static final int YEAR_IN_SECONDS = 365 * 24 * 3600;

    private LastWorkspace() {}

    static Optional<WorkspaceName> find() {
        VaadinRequest request = VaadinService.getCurrentRequest();
        if (request == null || request.getCookies() == null) {
            return Optional.empty();
        }
        return Arrays.stream(request.getCookies())
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .findFirst()
                .flatMap(cookie -> WorkspaceName.find(cookie.getValue()));
    }

    static void remember(WorkspaceName workspace) {
        VaadinResponse response = VaadinService.getCurrentResponse();
        if (response == null || find().filter(workspace::equals).isPresent()) {
            return;
        }
        Cookie cookie = new Cookie(COOKIE, workspace.value());
        cookie.setHttpOnly(true);
        cookie.setSecure(Optional.ofNullable(VaadinService.getCurrentRequest())
                .filter(VaadinRequest::isSecure)
                .isPresent());
        cookie.setPath("/");
        cookie.setMaxAge(YEAR_IN_SECONDS);
        cookie.setAttribute("SameSite", "Lax");
        response.addCookie(cookie);
    }
}
