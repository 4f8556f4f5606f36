package dev.slipway.web.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.web.RunningSlipway;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ProjectsApiTest {

    private final RunningSlipway slipway = RunningSlipway.get();
    private String token = "";
    private String projects = "";

    @BeforeEach
    void makeWorkspace() {
        String workspace = "w" + Long.toHexString(System.nanoTime());
        token = slipway.token(RunningSlipway.ADMIN, "{\"name\":\"t\",\"scopes\":[\"read\",\"write\",\"admin\"]}");
        assertThat(slipway.call(token, "POST", "/api/v1/workspaces", "{\"name\":\"" + workspace + "\"}")
                        .statusCode())
                .isEqualTo(201);
        projects = "/api/v1/workspaces/" + workspace + "/projects";
    }

    @Test
    void aProjectIsMadeListedChangedAndDeleted() {
        HttpResponse<String> made = call("POST", "", "{\"name\":\"app\",\"template\":\"hello-python\"}");

        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(json(made).get("dockerfiles").get(0).asString()).isEqualTo("Dockerfile");
        assertThat(json(made).get("revision").asString()).hasSize(40);
        assertThat(json(call("GET", "", "")).get("items")).hasSize(1);
        assertThat(call("POST", "", "{\"name\":\"app\"}").statusCode()).isEqualTo(409);
        assertThat(call("POST", "", "{\"name\":\"API!\"}").statusCode()).isEqualTo(422);
        assertThat(json(call("PATCH", "/app", "{\"name\":\"app2\"}"))
                        .get("name")
                        .asString())
                .isEqualTo("app2");
        assertThat(call("DELETE", "/app2", "").statusCode()).isEqualTo(204);
        assertThat(call("GET", "/app2", "").statusCode()).isEqualTo(404);
    }

    @Test
    void anArchiveMakesAProjectAndComesBack() throws IOException {
        HttpResponse<String> put = put("/app/archive", zip("top/Dockerfile", "FROM scratch\n"), "", "");

        assertThat(put.statusCode()).isEqualTo(201);
        assertThat(json(put).get("files").asLong()).isEqualTo(1);
        assertThat(json(put).get("leftOut")).isEmpty();
        JsonNode item = json(call("GET", "/app/tree", "")).get("items").get(0);
        assertThat(item.get("path").asString()).isEqualTo("Dockerfile");
        assertThat(item.get("mode").asString()).isEqualTo("100644");
        assertThat(item.get("sha256").asString()).hasSize(64);
        HttpResponse<String> archive = call("GET", "/app/archive?format=zip", "");
        assertThat(archive.headers().firstValue("Content-Disposition"))
                .hasValueSatisfying(
                        value -> assertThat(value).startsWith("attachment").contains("app.zip"));
        assertThat(archive.body()).startsWith("PK");
        HttpResponse<String> again = put("/app/archive", "rubbish".getBytes(StandardCharsets.UTF_8), "", "");
        assertThat(again.statusCode()).isEqualTo(415);
        assertThat(json(again).get("code").asString()).isEqualTo("not-an-archive");
        assertThat(put("/new/archive", new byte[0], "", "").statusCode()).isEqualTo(422);
        assertThat(call("GET", "/new", "").statusCode()).isEqualTo(404);
    }

    @Test
    void filesAreSavedUnderAPrecondition() {
        call("POST", "", "{\"name\":\"app\"}");
        byte[] content = "hällo".getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> saved = put("/app/files/a/b%20c.txt", content, "If-None-Match", "*");
        String tag = saved.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> read = call("GET", "/app/files/a/b%20c.txt", "");

        assertThat(read.body()).isEqualTo("hällo");
        assertThat(read.headers().firstValue("ETag")).contains(tag);
        assertThat(read.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(put("/app/files/a/b%20c.txt", content, "If-None-Match", "*").statusCode())
                .isEqualTo(412);
        assertThat(put("/app/files/a/b%20c.txt", new byte[] {1}, "If-Match", tag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(put("/app/files/a/b%20c.txt", content, "If-Match", tag).statusCode())
                .isEqualTo(412);
        assertThat(call("POST", "/app/files-move", "{\"from\":\"a\",\"to\":\"z\"}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(call("DELETE", "/app/files/z", "").statusCode()).isEqualTo(200);
        assertThat(call("GET", "/app/files/..%2f..%2fetc/passwd", "").statusCode())
                .isIn(400, 404, 422);
        JsonNode revisions = json(call("GET", "/app/revisions?limit=2", ""));
        assertThat(revisions.get("items")).hasSize(2);
        assertThat(revisions.get("next").asString()).hasSize(40);
        String newest = revisions.get("items").get(0).get("revision").asString();
        assertThat(json(call("GET", "/app/revisions/" + newest + "/diff", ""))
                        .get("items")
                        .get(0)
                        .get("change")
                        .asString())
                .isEqualTo("deleted");
        assertThat(call("GET", "/app/revisions/" + "0".repeat(40) + "/diff", "").statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> call(String method, String path, String json) {
        return slipway.call(token, method, projects + path, json);
    }

    private HttpResponse<String> put(String path, byte[] body, String header, String value) {
        HttpRequest.Builder request = slipway.to(projects + path)
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(body));
        return slipway.send(header.isEmpty() ? request : request.header(header, value));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return RunningSlipway.json(answer);
    }

    private static byte[] zip(String name, String content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
