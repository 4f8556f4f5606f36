package dev.slipway.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Clients that other people wrote (skopeo, crane and regctl) log in, push, pull, copy and delete with a token of one workspace, hear a
 * rule's no in a sentence, and find another workspace as empty as one that never was. Somebody with a link pulls its image.
 */
class RegistryClientsIT {

    private static final String MARA = "/api/v1/workspaces/" + RunningSlipway.ADMIN;

    @TempDir
    Path folder;

    private RunningSlipway slipway;
    private Api api;
    private RegistryClient skopeo;
    private RegistryClient crane;
    private RegistryClient regctl;

    @BeforeEach
    void start() throws Exception {
        slipway = RunningSlipway.withAdministrator(folder.resolve("home"));
        api = Api.signedIn(slipway.address(), RunningSlipway.ADMIN, RunningSlipway.ADMIN_PASSWORD);
        skopeo = RegistryClient.skopeo(Files.createDirectory(folder.resolve("skopeo")));
        crane = RegistryClient.crane(Files.createDirectory(folder.resolve("crane")));
        regctl = RegistryClient.regctl(Files.createDirectory(folder.resolve("regctl")));
    }

    @AfterEach
    void stop() {
        api.close();
        slipway.close();
    }

    @Test
    void clientsOfTheWorldOutsideWorkInTheirWorkspaceAndInNoOther() throws Exception {
        String digest = build();
        api.post("/api/v1/workspaces", 201, "{\"name\":\"harbour\"}");
        String token = token(RunningSlipway.ADMIN);
        logIn(token);

        pullsAndPushes(digest);
        regctlDoesAllOfIt(digest);
        hearsARule();
        deletes(digest);
        findsNothingElsewhere();
        aGuestPullsOneImage();
    }

    private void pullsAndPushes(String digest) throws Exception {
        assertThat(crane.run("digest", "--insecure", mine("boat:1")).ok().strip())
                .isEqualTo(digest);
        crane.run(
                        "pull",
                        "--insecure",
                        mine("boat:1"),
                        folder.resolve("boat.tar").toString())
                .ok();
        crane.run("push", "--insecure", folder.resolve("boat.tar").toString(), mine("dinghy:1"))
                .ok();
        crane.run("copy", "--insecure", mine("dinghy:1"), mine("fleet/dinghy:2"))
                .ok();
        assertThat(crane.run("ls", "--insecure", mine("fleet/dinghy")).ok().strip())
                .isEqualTo("2");
        Path layout = folder.resolve("layout");
        skopeo.run("copy", "--src-tls-verify=false", "docker://" + mine("boat:1"), "oci:" + layout + ":boat")
                .ok();
        skopeo.run("copy", "--dest-tls-verify=false", "oci:" + layout + ":boat", "docker://" + mine("raft:1"))
                .ok();
        JsonNode moved = api.get(MARA + "/repositories/raft/tags/1/history")
                .required("items")
                .get(0);
        assertThat(moved.required("reason").asString()).isEqualTo("push");
        assertThat(moved.required("actor").asString()).isEqualTo(RunningSlipway.ADMIN);
    }

    private void regctlDoesAllOfIt(String digest) throws Exception {
        String file = folder.resolve("skiff.tar").toString();
        regctl.run("image", "export", mine("boat:1"), file).ok();
        regctl.run("image", "import", mine("skiff:1"), file).ok();
        assertThat(regctl.run("image", "digest", mine("skiff:1")).ok().strip()).isEqualTo(digest);
        regctl.run("image", "copy", mine("skiff:1"), mine("fleet/skiff:2")).ok();
        regctl.run("image", "copy", mine("skiff:1"), mine("fleet/skiff:3")).ok();
        regctl.run("tag", "delete", mine("fleet/skiff:3")).ok();
        assertThat(regctl.run("tag", "ls", mine("fleet/skiff")).ok().strip()).isEqualTo("2");
        regctl.run("manifest", "delete", mine("skiff@" + digest)).ok();
        assertThat(regctl.run("image", "digest", mine("skiff:1")).status()).isNotZero();
    }

    private void hearsARule() throws Exception {
        api.post(MARA + "/rules", 201, "{\"kind\":\"protection\",\"repositories\":\"raft\",\"tags\":\"1\"}");
        // Another image than the one that the tag names.
        crane.run("mutate", "--insecure", "--label", "hull=oak", "--tag", mine("dinghy:oak"), mine("dinghy:1"))
                .ok();
        RegistryClient.Run refused = crane.run("copy", "--insecure", mine("dinghy:oak"), mine("raft:1"));
        assertThat(refused.status()).isNotZero();
        assertThat(refused.output()).contains("DENIED").contains("The tag 1 of raft is protected");
        RegistryClient.Run kept = skopeo.run("delete", "--tls-verify=false", "docker://" + mine("raft:1"));
        assertThat(kept.status()).isNotZero();
        assertThat(kept.output()).contains("is protected");
    }

    private void deletes(String digest) throws Exception {
        skopeo.run("delete", "--tls-verify=false", "docker://" + mine("fleet/dinghy:2"))
                .ok();
        crane.run("tag", "--insecure", mine("boat:1"), "spare").ok();
        crane.run("delete", "--insecure", mine("boat:spare")).ok();
        assertThat(crane.run("ls", "--insecure", mine("boat")).ok().strip()).isEqualTo("1");
        assertThat(crane.run("digest", "--insecure", mine("boat:1")).ok().strip())
                .isEqualTo(digest);
    }

    /** Byte for byte what a workspace that never was says, but for its name. */
    private void findsNothingElsewhere() throws Exception {
        for (RegistryClient client : new RegistryClient[] {skopeo, crane, regctl}) {
            RegistryClient.Run there = look(client, "harbour/boat:1");
            RegistryClient.Run never = look(client, "nowhere/boat:1");
            assertThat(there.status()).isNotZero().isEqualTo(never.status());
            assertThat(plain(there.output()).replace("harbour", "nowhere")).isEqualTo(plain(never.output()));
        }
        assertThat(crane.run(
                                "push",
                                "--insecure",
                                folder.resolve("boat.tar").toString(),
                                slipway.edge() + "/harbour/boat:1")
                        .status())
                .isNotZero();
        assertThat(api.get("/api/v1/workspaces/harbour/repositories")
                        .required("items")
                        .size())
                .isZero();
    }

    private void aGuestPullsOneImage() throws Exception {
        String url = api.post(MARA + "/builds/1/links", 201, "{\"shows\":[\"pull\"]}")
                .required("url")
                .asString();
        String key = url.substring(url.lastIndexOf('/') + 1);
        RegistryClient guest = RegistryClient.crane(Files.createDirectory(folder.resolve("guest")));
        guest.run("auth", "login", "--insecure", "--username", "link", "--password", key, slipway.edge())
                .ok();
        String image =
                api.get(MARA + "/builds/1").required("image").required("digest").asString();

        guest.run(
                        "pull",
                        "--insecure",
                        mine("boat@" + image),
                        folder.resolve("guest.tar").toString())
                .ok();
        assertThat(guest.run("ls", "--insecure", mine("boat")).status()).isNotZero();
        assertThat(guest.run("digest", "--insecure", mine("raft:1")).status()).isNotZero();
        assertThat(guest.run("digest", "--insecure", mine("boat:1")).status()).isNotZero();
    }

    private RegistryClient.Run look(RegistryClient client, String name) throws Exception {
        String image = slipway.edge() + "/" + name;
        if (client.equals(skopeo)) {
            return client.run("inspect", "--tls-verify=false", "docker://" + image);
        }
        return client.equals(crane)
                ? client.run("manifest", "--insecure", image)
                : client.run("manifest", "get", image);
    }

    private String build() throws Exception {
        api.put(
                MARA + "/projects/boat/archive",
                201,
                SampleProject.withBusybox("FROM scratch\nCOPY --chmod=755 busybox /bin/busybox\n")
                        .tar());
        api.post(MARA + "/projects/boat/builds", 201, "{\"tags\":[\"boat:1\"]}");
        return api.await(MARA + "/builds/1", "succeeded", Duration.ofMinutes(3))
                .required("image")
                .required("digest")
                .asString();
    }

    private void logIn(String token) throws Exception {
        skopeo.run(
                        "login",
                        "--tls-verify=false",
                        "--username",
                        RunningSlipway.ADMIN,
                        "--password",
                        token,
                        slipway.edge())
                .ok();
        crane.run(
                        "auth",
                        "login",
                        "--insecure",
                        "--username",
                        RunningSlipway.ADMIN,
                        "--password",
                        token,
                        slipway.edge())
                .ok();
        regctl.run("registry", "set", "--tls", "disabled", "--skip-check", slipway.edge())
                .ok();
        regctl.run("registry", "login", "--user", RunningSlipway.ADMIN, "--pass", token, slipway.edge())
                .ok();
    }

    /** A token that opens that one workspace. */
    private String token(String workspace) throws Exception {
        return api.post(
                        "/api/v1/tokens",
                        201,
                        "{\"name\":\"clients\",\"scopes\":[\"read\",\"write\"],\"workspace\":\"" + workspace + "\"}")
                .required("token")
                .asString();
    }

    private String mine(String name) {
        return slipway.edge() + "/" + RunningSlipway.ADMIN + "/" + name;
    }

    /** Without the times that some programs put before their words. */
    private static String plain(String output) {
        return output.replaceAll("time=\"[^\"]*\"", "")
                .replaceAll("(?m)^\\d{4}/\\d\\d/\\d\\d \\d\\d:\\d\\d:\\d\\d ", "");
    }
}
