package dev.slipway.ui;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Every address of the screens. A view's {@code @Route} repeats the pattern (an annotation needs a constant); a test
 * resolves each of these paths to a view. Paths have no leading slash, as Vaadin's router wants them.
 */
public final class Navigation {

    /** Route parameters. */
    public static final String WORKSPACE = "ws";

    public static final String PROJECT = "project";
    public static final String BUILD = "build";
    public static final String PATH = "path";
    public static final String KEY = "key";

    /** Query parameters of the workbench. */
    public static final String FILE = "file";

    public static final String LINE = "line";

    public static final String HOME_ROUTE = "";
    public static final String LOGIN_ROUTE = "login";
    public static final String SET_UP_ROUTE = "setup";
    public static final String ACCOUNT_ROUTE = "account";
    public static final String INVITATION_ROUTE = "invite/:key";
    public static final String JOIN_ROUTE = "invite/:key/join";
    public static final String PROJECTS_ROUTE = "w/:ws";
    public static final String WORKBENCH_ROUTE = "w/:ws/p/:project";
    public static final String BUILDS_ROUTE = "w/:ws/builds";
    public static final String BUILD_ROUTE = "w/:ws/builds/:build([0-9]+)";
    public static final String IMAGES_ROUTE = "w/:ws/images/:path*";
    public static final String SHARED_ROUTE = "s/:key";
    public static final String RULES_ROUTE = "w/:ws/settings/rules";
    public static final String GENERAL_ROUTE = "w/:ws/settings/general";
    public static final String MEMBERS_ROUTE = "w/:ws/settings/members";
    public static final String CREDENTIALS_ROUTE = "w/:ws/settings/credentials";
    public static final String TOKENS_ROUTE = "w/:ws/settings/tokens";
    public static final String AUDIT_ROUTE = "w/:ws/settings/audit";
    public static final String INSTALLATION_AUDIT_ROUTE = "admin/audit";

    private Navigation() {}

    public static String home() {
        return HOME_ROUTE;
    }

    public static String login() {
        return LOGIN_ROUTE;
    }

    public static String setUp() {
        return SET_UP_ROUTE;
    }

    public static String account() {
        return ACCOUNT_ROUTE;
    }

    /** Where an invitation's link leads; for everybody. */
    public static String invitation(String key) {
        return "invite/" + key;
    }

    /** The same by way of the sign-in, for who has an account. */
    public static String join(String key) {
        return invitation(key) + "/join";
    }

    public static String projects(String workspace) {
        return "w/" + workspace;
    }

    public static String workbench(String workspace, String project) {
        return projects(workspace) + "/p/" + project;
    }

    /** The workbench at a file, a line of it, or a build, whatever {@code state} names. */
    public static String workbench(String workspace, String project, Map<String, String> state) {
        return workbench(workspace, project) + query(state);
    }

    public static String builds(String workspace) {
        return projects(workspace) + "/builds";
    }

    public static String builds(String workspace, Map<String, String> filters) {
        return builds(workspace) + query(filters);
    }

    public static String build(String workspace, long number) {
        return builds(workspace) + "/" + number;
    }

    public static String images(String workspace) {
        return projects(workspace) + "/images";
    }

    public static String repository(String workspace, String repository) {
        return images(workspace) + "/" + repository;
    }

    /** The repository with one of its tabs. */
    public static String repository(String workspace, String repository, Map<String, String> state) {
        return repository(workspace, repository) + query(state);
    }

    public static String image(String workspace, String repository, String digest) {
        return repository(workspace, repository) + "/" + digest;
    }

    /** The page of a link, for people without an account. */
    public static String shared(String key) {
        return "s/" + key;
    }

    public static String rules(String workspace) {
        return projects(workspace) + "/settings/rules";
    }

    public static String general(String workspace) {
        return projects(workspace) + "/settings/general";
    }

    public static String members(String workspace) {
        return projects(workspace) + "/settings/members";
    }

    public static String credentials(String workspace) {
        return projects(workspace) + "/settings/credentials";
    }

    public static String tokens(String workspace) {
        return projects(workspace) + "/settings/tokens";
    }

    public static String audit(String workspace) {
        return projects(workspace) + "/settings/audit";
    }

    public static String audit(String workspace, Map<String, String> filters) {
        return audit(workspace) + query(filters);
    }

    /** The same as a file; not a screen, so the router does not know it. */
    public static String auditFile(String workspace, Map<String, String> filters) {
        return "/api/v1/workspaces/" + workspace + "/audit.csv" + query(filters);
    }

    /** What happened in no workspace; for administrators. */
    public static String installationAudit(Map<String, String> filters) {
        return INSTALLATION_AUDIT_ROUTE + query(filters);
    }

    /** The same as a file. */
    public static String installationAuditFile(Map<String, String> filters) {
        return "/api/v1/audit.csv" + query(filters);
    }

    /** {@code ?a=b&c=d} in the order of the names, or nothing. */
    static String query(Map<String, String> parameters) {
        return parameters.isEmpty()
                ? ""
                : new TreeMap<>(parameters)
                        .entrySet().stream()
                                .map(entry -> encode(entry.getKey()) + "=" + encode(entry.getValue()))
                                .collect(Collectors.joining("&", "?", ""));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }
}
