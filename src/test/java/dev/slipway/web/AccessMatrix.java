package dev.slipway.web;

import dev.slipway.account.Scope;
import dev.slipway.workspace.Permission;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The rows of {@code access-matrix.txt}. */
record AccessMatrix(List<Row> rows) {

    static AccessMatrix read() {
        try (InputStream file = Objects.requireNonNull(AccessMatrix.class.getResourceAsStream("access-matrix.txt"))) {
            return new AccessMatrix(new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .map(Row::parse)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * One address.
     *
     * @param method an HTTP method, or ANY, PAGE, SOCKET, SERVLET, SIGNIN
     * @param query with its question mark, or empty
     */
    record Row(String method, String address, String query, String rule) {

        static Row parse(String line) {
            String[] words = line.split("\\s+", -1);
            if (words.length != 3) {
                throw new IllegalArgumentException("A row is a method, an address and a rule: " + line);
            }
            int question = words[1].indexOf('?');
            String address = question < 0 ? words[1] : words[1].substring(0, question);
            String query = question < 0 ? "" : words[1].substring(question);
            return new Row(words[0], address, query, words[2]);
        }

        /** Without the rule. */
        String endpoint() {
            return method + " " + address;
        }

        boolean isRest() {
            return !Set.of("PAGE", "SOCKET", "SERVLET", "SIGNIN").contains(method) && !rule.equals("OWN_TEST");
        }

        boolean isOpen() {
            return rule.equals("OPEN");
        }

        boolean isForAdministrators() {
            return rule.startsWith("ADMINISTRATOR");
        }

        /** What a member needs; empty where no workspace is concerned. */
        Optional<Permission> permission() {
            return Arrays.stream(Permission.values())
                    .filter(permission -> permission.name().equals(rule))
                    .findFirst();
        }

        /** What an access token needs. */
        Scope scope() {
            return switch (rule) {
                case "CALLER_WRITE" -> Scope.WRITE;
                case "CALLER_ADMIN", "ADMINISTRATOR_ADMIN" -> Scope.ADMIN;
                case "CALLER", "ADMINISTRATOR", "OPEN", "OWN_TEST" -> Scope.READ;
                default ->
                    permission()
                            .map(Permission::scope)
                            .orElseThrow(() -> new IllegalArgumentException("No such rule: " + rule));
            };
        }

        /** The address of what is there: the build, its project and its image. */
        String pathTo(LinkedBuild linked) {
            return new Row(
                            method,
                            address.replace("{project}", "app")
                                    .replace("{repo}", "app")
                                    .replace("{tag}", "v1")
                                    .replace("{digest}", linked.digest())
                                    .replace("{number}", "1")
                                    .replace("{step}", "1"),
                            query,
                            rule)
                    .path(linked.workspace());
        }

        /** The same for a route of the UI. */
        String pageTo(LinkedBuild linked) {
            return address.replace(":ws", linked.workspace())
                    .replace(":project", "app")
                    .replaceAll(":[a-z]+(\\([^)]*\\))?[*?]?", "1");
        }

        /** The address with the workspace's name and with things that are not there. */
        String path(String workspace) {
            return address.replace("{ws}", workspace)
                            .replace("/ws/workspaces/*/", "/ws/workspaces/" + workspace + "/")
                            .replace("/*/", "/999999/")
                            .replaceAll("\\{\\*?[^}]*number[^}]*}", "999999")
                            .replaceAll("\\{\\*[^}]*}", "absent")
                            .replaceAll("\\{[^}]*}", "absent")
                            .replace("/**", "/absent")
                    + query;
        }
    }
}
