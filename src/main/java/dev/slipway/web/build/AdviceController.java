package dev.slipway.web.build;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.build.BuildRequest;
import dev.slipway.build.DockerfileAdvice;
import dev.slipway.build.DockerfileCheck;
import dev.slipway.build.DockerfileOutline;
import dev.slipway.build.DockerfileQuestion;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * BuildKit's own check of a Dockerfile, and what it offers to choose. Base images are looked up for that, so it takes the right
 * to build.
 */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/projects/{project}")
class AdviceController {

    private final BuildDoor door;
    private final DockerfileAdvice advice;

    AdviceController(BuildDoor door, DockerfileAdvice advice) {
        this.door = door;
        this.advice = advice;
    }

    @PostMapping("/check")
    CheckJson check(
            @PathVariable String ws,
            @PathVariable String project,
            @RequestBody(required = false) @Nullable QuestionBody body)
            throws InterruptedException {
        Seat seat = door.enter(ws, Permission.BUILD);
        return CheckJson.of(advice.check(seat, door.project(seat, project), QuestionBody.question(body)));
    }

    @PostMapping("/outline")
    OutlineJson outline(
            @PathVariable String ws,
            @PathVariable String project,
            @RequestBody(required = false) @Nullable QuestionBody body)
            throws InterruptedException {
        Seat seat = door.enter(ws, Permission.BUILD);
        return OutlineJson.of(advice.outline(seat, door.project(seat, project), QuestionBody.question(body)));
    }

    /** What a client asks about; every field may be left out. */
    record QuestionBody(
            @Nullable String dockerfile,
            @Nullable String content,
            @Nullable String target,
            @Nullable Map<String, @Nullable String> args) {

        static DockerfileQuestion question(@Nullable QuestionBody body) {
            return body == null ? new QuestionBody(null, null, null, null).question() : body.question();
        }

        private DockerfileQuestion question() {
            Map<String, String> values = new HashMap<>();
            if (args != null) {
                args.forEach((name, value) -> values.put(name, value == null ? "" : value));
            }
            return new DockerfileQuestion(
                    dockerfile == null || dockerfile.isEmpty() ? BuildRequest.DEFAULT_DOCKERFILE : dockerfile,
                    Optional.ofNullable(content),
                    Optional.ofNullable(target).filter(name -> !name.isBlank()),
                    values);
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record CheckJson(List<DockerfileCheck.Warning> warnings, DockerfileCheck.@Nullable Problem error) {

        static CheckJson of(DockerfileCheck check) {
            return new CheckJson(check.warnings(), check.error().orElse(null));
        }
    }

    record OutlineJson(
            List<TargetJson> targets,
            List<DockerfileOutline.Argument> args,
            List<DockerfileOutline.Mount> secrets,
            List<DockerfileOutline.Mount> ssh) {

        static OutlineJson of(DockerfileOutline outline) {
            return new OutlineJson(
                    outline.targets().stream().map(TargetJson::of).toList(),
                    outline.args(),
                    outline.secrets(),
                    outline.ssh());
        }
    }

    record TargetJson(String name, @JsonProperty("default") boolean isDefault, String description, String base) {

        static TargetJson of(DockerfileOutline.Target target) {
            return new TargetJson(target.name(), target.isDefault(), target.description(), target.base());
        }
    }
}
