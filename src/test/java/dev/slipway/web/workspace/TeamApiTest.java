package dev.slipway.web.workspace;

import static dev.slipway.web.RunningSlipway.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.account.Accounts;
import dev.slipway.account.NewUser;
import dev.slipway.home.Home;
import dev.slipway.web.RunningSlipway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** A team over REST: people come by a link, lose their rights while something is open, and the workspace goes as a whole. */
class TeamApiTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** What Slipway promises is a minute; in one process it takes a second. */
    private static final Duration SOON = Duration.ofSeconds(10);

    private static final String ALL = "{\"name\":\"t\",\"scopes\":[\"read\",\"write\",\"admin\"]}";

    private final RunningSlipway slipway = RunningSlipway.get();
    private final JdbcClient jdbc = slipway.bean(JdbcClient.class);
    private String owner = "";
    private String workspace = "";
    private String base = "";

    @BeforeEach
    void makeWorkspace() {
        workspace = "t" + Long.toHexString(System.nanoTime());
        owner = slipway.token(RunningSlipway.ADMIN, ALL);
        slipway.call(owner, "POST", "/api/v1/workspaces", "{\"name\":\"" + workspace + "\"}");
        base = "/api/v1/workspaces/" + workspace;
    }

    @Test
    void aLinkIsShownOnceAndLetsOnePersonIn() {
        String guest = user("guest");
        HttpResponse<String> made = slipway.call(owner, "POST", base + "/invitations", "{\"role\":\"developer\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        String key = json(made).get("key").asString();
        assertThat(json(made).get("url").asString()).isEqualTo(slipway.address() + "/invite/" + key);
        HttpResponse<String> listed = slipway.call(owner, "GET", base + "/invitations", "");
        assertThat(json(listed).get("items")).hasSize(1);
        assertThat(listed.body()).doesNotContain(key);

        HttpResponse<String> accepted = slipway.call(guest, "POST", "/api/v1/invitations/" + key + "/accept", "");
        assertThat(accepted.statusCode()).isEqualTo(200);
        assertThat(json(accepted).get("workspace").asString()).isEqualTo(workspace);
        assertThat(slipway.call(guest, "GET", base + "/projects", "").statusCode())
                .isEqualTo(200);

        HttpResponse<String> used = slipway.call(user("late"), "POST", "/api/v1/invitations/" + key + "/accept", "");
        HttpResponse<String> never =
                slipway.call(user("late"), "POST", "/api/v1/invitations/sli_" + "0".repeat(40) + "/accept", "");
        assertThat(used.statusCode()).isEqualTo(404);
        assertThat(withoutId(used)).isEqualTo(withoutId(never));
        assertThat(slipway.call(owner, "POST", base + "/invitations", "{\"role\":\"king\"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void aMemberWhoIsTakenOutLosesWhatIsOpen() throws Exception {
        project("slow", "echo asleep; /bin/busybox sleep 600");
        slipway.call(owner, "POST", base + "/projects/slow/builds", "{}");
        awaitStatus(1, "running");
        String guest = member("guest", "developer");
        String other = member("other", "viewer");
        Socket socket = Socket.open(slipway, guest, workspace);
        Socket stays = Socket.open(slipway, other, workspace);
        socket.awaitText();
        stays.awaitText();
        CompletableFuture<HttpResponse<String>> followed = follow(guest);
        String bearer = edgeToken("guest", guest);
        String uploads = "/v2/" + workspace + "/app/blobs/uploads/";
        assertThat(slipway.call(bearer, "POST", uploads, "").statusCode()).isEqualTo(202);

        slipway.call(owner, "DELETE", base + "/members/" + name("guest"), "");

        assertThat(socket.closed()).isEqualTo(4404);
        assertThat(followed.get(SOON.toSeconds(), TimeUnit.SECONDS).body()).doesNotContain("\"status\":");
        HttpResponse<String> refused = slipway.call(bearer, "POST", uploads, "");
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body())
                .isEqualTo(slipway.call(bearer, "POST", uploads.replace(workspace, "never-was"), "")
                        .body());
        assertThat(stays.isOpen()).isTrue();

        slipway.call(other, "DELETE", "/api/v1/tokens/" + tokenId(other), "");
        assertThat(stays.closed()).isEqualTo(4404);
        slipway.call(owner, "POST", base + "/builds/1/cancel", "");
    }

    @Test
    void aDeletedWorkspaceLeavesNothing() throws Exception {
        project("done", "echo made");
        slipway.call(owner, "POST", base + "/projects/done/builds", "{\"tags\":[\"app:v1\"]}");
        awaitStatus(1, "succeeded");
        project("slow", "echo asleep; /bin/busybox sleep 600");
        slipway.call(owner, "POST", base + "/projects/slow/builds", "{}");
        awaitStatus(2, "running");
        slipway.call(owner, "POST", base + "/projects/slow/builds", "{}");
        slipway.call(owner, "POST", base + "/invitations", "{\"role\":\"viewer\"}");
        UUID id = jdbc.sql("select id from workspace where name = ?")
                .param(workspace)
                .query(UUID.class)
                .single();
        List<String> ids = new ArrayList<>(List.of(id.toString(), id.toString().substring(0, 13)));
        for (String table : List.of("build", "project")) {
            jdbc.sql("select id from " + table + " where workspace = ?")
                    .param(id)
                    .query(UUID.class)
                    .list()
                    .forEach(each -> ids.add(each.toString()));
        }
        assertThat(left(ids)).isNotEmpty();

        assertThat(slipway.call(owner, "DELETE", base, "").statusCode()).isEqualTo(204);

        assertThat(slipway.call(owner, "GET", base, "").statusCode()).isEqualTo(404);
        assertThat(rowsOf(id)).isEmpty();
        await(() -> left(ids).isEmpty());
        await(() -> ProcessHandle.allProcesses()
                .noneMatch(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(ids.get(1)))
                        .isPresent()));
        slipway.call(owner, "POST", "/api/v1/workspaces", "{\"name\":\"" + workspace + "\"}");
        assertThat(json(slipway.call(owner, "GET", base + "/repositories", "")).get("items"))
                .isEmpty();
        assertThat(json(slipway.call(owner, "GET", base + "/builds", "")).get("items"))
                .isEmpty();
    }

    @Test
    void theTrailTellsWhoDidWhatAndItsTableIsNoProgram() throws Exception {
        String guest = member("guest", "maintainer");
        project("app", "echo made");
        slipway.call(guest, "POST", base + "/projects/app/builds", "{\"tags\":[\"app:v1\"]}");
        slipway.call(guest, "POST", base + "/builds/1/cancel", "");
        slipway.call(owner, "PATCH", base, "{\"displayName\":\"=cmd|' /C calc'!A1\"}");
        slipway.call(guest, "DELETE", base + "/projects/app", "");
        slipway.call(guest, "DELETE", base + "/members/" + name("guest"), "");

        JsonNode trail =
                json(slipway.call(owner, "GET", base + "/audit?limit=500", "")).get("items");
        assertThat(trail.values().stream().map(entry -> entry.get("action").asString()))
                .containsSequence(
                        "member.leave",
                        "project.delete",
                        "workspace.rename",
                        "build.cancel",
                        "build.start",
                        "project.create",
                        "token.create",
                        "sign-in")
                .endsWith("workspace.create");
        assertThat(json(slipway.call(owner, "GET", base + "/audit?actor=" + name("guest") + "&action=build.start", ""))
                        .get("items"))
                .singleElement()
                .satisfies(entry -> assertThat(entry.get("subject").asString()).isEqualTo("#1 app"));
        assertThat(slipway.call(owner, "GET", base + "/audit?action=dance", "").statusCode())
                .isEqualTo(422);
        assertThat(slipway.call(owner, "GET", base + "/audit?from=yesterday", "")
                        .statusCode())
                .isEqualTo(422);

        slipway.call(owner, "PATCH", base, "{\"displayName\":\"plain\"}");
        HttpResponse<String> csv = slipway.call(owner, "GET", base + "/audit.csv?action=workspace.rename", "");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"" + workspace + "-audit.csv\"");
        assertThat(csv.body().lines()).hasSize(3).anyMatch(line -> line.endsWith(",\"'=cmd|' /C calc'!A1 to plain\""));
    }

    @Test
    void administratorsTakeTheInstallationsTrailAsAFile() {
        user("newcomer");

        HttpResponse<String> csv = slipway.call(
                slipway.token(RunningSlipway.ADMIN, ALL),
                "GET",
                "/api/v1/audit.csv?action=user.create&actor=" + name("newcomer"),
                "");

        assertThat(csv.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"slipway-audit.csv\"");
        assertThat(csv.body().lines())
                .hasSize(2)
                .anyMatch(line -> line.contains("\"user.create\",\"" + name("newcomer") + "\""));
    }

    @Test
    void namesInAddressesStayAndStrangeFieldsAreIgnored() {
        HttpResponse<String> renamed = slipway.call(
                owner, "PATCH", base, "{\"displayName\":\"Acme <b>team</b>\",\"name\":\"stolen\",\"id\":\"x\"}");

        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(json(renamed).get("displayName").asString()).isEqualTo("Acme <b>team</b>");
        assertThat(json(renamed).get("name").asString()).isEqualTo(workspace);
    }

    private String name(String person) {
        return person + "-" + workspace;
    }

    /** A new person's token. */
    private String user(String person) {
        Accounts accounts = slipway.bean(Accounts.class);
        if (accounts.findByName(name(person)).isEmpty()) {
            accounts.create(NewUser.withPassword(name(person), RunningSlipway.PASSWORD, ""));
        }
        return slipway.token(name(person), ALL);
    }

    /** A token that was made by a member, so that his trail has it. */
    private String member(String person, String role) {
        user(person);
        slipway.call(owner, "PUT", base + "/members/" + name(person), "{\"role\":\"" + role + "\"}");
        return user(person);
    }

    private String tokenId(String token) {
        return json(slipway.call(token, "GET", "/api/v1/tokens", ""))
                .get("items")
                .get(0)
                .get("id")
                .asString();
    }

    private String edgeToken(String person, String token) {
        HttpResponse<String> answer =
                slipway.send(slipway.to("/v2/token?service=slipway&scope=repository:" + workspace + "/app:pull,push")
                        .header("Authorization", RunningSlipway.basic(name(person), token)));
        return json(answer).get("token").asString();
    }

    private CompletableFuture<HttpResponse<String>> follow(String token) {
        return CompletableFuture.supplyAsync(
                () -> slipway.send(slipway.to(base + "/builds/1/log?follow=true")
                        .header("Authorization", "Bearer " + token)
                        .header("Accept", "application/x-ndjson")),
                work -> Thread.ofVirtual().start(work));
    }

    private void project(String name, String script) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("Dockerfile"));
            out.write(
                    "FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\nRUN [\"/bin/busybox\", \"sh\", \"-c\", \"%s\"]\n"
                            .formatted(script)
                            .getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("busybox"));
            out.write(Files.readAllBytes(Path.of("/bin/busybox")));
        }
        HttpResponse<String> put = slipway.send(slipway.to(base + "/projects/" + name + "/archive")
                .header("Authorization", "Bearer " + owner)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(zip.toByteArray())));
        assertThat(put.statusCode()).isEqualTo(201);
    }

    private void awaitStatus(long number, String status) {
        await(() -> json(slipway.call(owner, "GET", base + "/builds/" + number, ""))
                .get("status")
                .asString()
                .equals(status));
    }

    private static void await(BooleanSupplier condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(until);
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Tables that name the workspace, whoever made them, with what is still in them. */
    private Map<String, Long> rowsOf(UUID id) {
        return jdbc.sql("""
                        select table_name, column_name from information_schema.columns
                        where table_schema = 'public' and column_name in ('workspace', 'workspace_id')""").query().listOfRows().stream()
                .map(column -> Map.entry(
                        String.valueOf(column.get("table_name")),
                        jdbc.sql("select count(*) from %s where cast(%s as varchar) = ?"
                                        .formatted(column.get("table_name"), column.get("column_name")))
                                .param(id.toString())
                                .query(Long.class)
                                .single()))
                .filter(count -> count.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Files and folders of Slipway's home that are named after one of these. */
    private List<Path> left(List<String> ids) {
        try (Stream<Path> tree = Files.walk(slipway.bean(Home.class).home(), 8)) {
            return tree.filter(path -> ids.stream()
                            .anyMatch(id -> path.getFileName().toString().contains(id)))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // Something went while it was looked at: look again.
            return List.of(Path.of("unknown"));
        }
    }

    private static String withoutId(HttpResponse<String> answer) {
        return answer.body()
                .replace(answer.headers().firstValue("X-Correlation-Id").orElse(""), "")
                .replaceAll("sli_[0-9a-f]{40}", "");
    }

    /** A client of the log socket. */
    private static final class Socket implements WebSocket.Listener {

        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private final CompletableFuture<Boolean> text = new CompletableFuture<>();

        static Socket open(RunningSlipway slipway, String token, String workspace) throws Exception {
            Socket socket = new Socket();
            URI address = URI.create(slipway.address().toString().replace("http:", "ws:") + "/ws/workspaces/"
                    + workspace + "/builds/1/log");
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(address, socket)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return socket;
        }

        void awaitText() throws Exception {
            text.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }

        boolean isOpen() {
            return !closed.isDone();
        }

        int closed() throws Exception {
            return closed.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.complete(true);
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            closed.completeExceptionally(error);
        }
    }
}
