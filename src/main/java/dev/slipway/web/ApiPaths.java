package dev.slipway.web;

import jakarta.servlet.http.HttpServletRequest;

/** Which addresses are for programs. */
final class ApiPaths {

    private ApiPaths() {}

    /** Whether an error here is a problem+json rather than a page. */
    static boolean answersWithProblems(HttpServletRequest request) {
        return isBelow(request.getRequestURI(), "/api")
                || isBelow(request.getRequestURI(), "/v2")
                || isBelow(request.getRequestURI(), "/git")
                || isBelow(request.getRequestURI(), "/ws")
                || isBelow(request.getRequestURI(), "/actuator")
                || isBelow(request.getRequestURI(), "/v3");
    }

    private static boolean isBelow(String path, String top) {
        return path.equals(top) || path.startsWith(top + "/");
    }
}
