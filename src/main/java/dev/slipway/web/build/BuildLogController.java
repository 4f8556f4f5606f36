package dev.slipway.web.build;

import dev.slipway.build.Build;
import dev.slipway.build.BuildLog;
import dev.slipway.build.BuildStep;
import dev.slipway.build.PlainLog;
import dev.slipway.build.engine.RawJsonLog;
import dev.slipway.build.log.LogReader;
import dev.slipway.build.log.LogSlice;
import dev.slipway.refusal.Refusal;
import dev.slipway.watch.Watch;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Logs for people (plain text), for programs (NDJSON, BuildKit's raw JSON) and a step's output as it was printed. */
@RestController
@RequestMapping("/api/v1/workspaces/{ws}/builds/{number}")
class BuildLogController {

    private static final String NDJSON = "application/x-ndjson";
    private static final String RAWJSON = "application/vnd.buildkit.rawjson+json";
    /** While a build waits in the queue: every half minute whether it is still there. */
    private static final int ROUNDS_TO_LOOK = 300;

    /** Also how soon a right that was taken away ends the stream. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final BuildDoor door;
    private final BuildLog log;

    BuildLogController(BuildDoor door, BuildLog log) {
        this.door = door;
        this.log = log;
    }

    /** A complete log is a file like any other, ranges included. */
    @GetMapping(
            value = "/log",
            produces = MediaType.TEXT_PLAIN_VALUE,
            params = {"!follow", "!step", "!offset"})
    @Nullable
    ResponseEntity<Resource> text(@PathVariable String ws, @PathVariable String number, HttpServletResponse response)
            throws IOException, InterruptedException {
        Seat seat = door.enter(ws, Permission.VIEW);
        Build build = door.build(seat, number);
        if (build.status().isFinal()
                && log.open(build, 0).map(BuildLogController::closed).isPresent()
                && log.isComplete(build.id())) {
            Path rendering = PlainLog.rendering(log, build);
            return ResponseEntity.ok()
                    .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                    .body(new FileSystemResource(rendering));
        }
        stream(seat, build, 0, false, response, MediaType.TEXT_PLAIN_VALUE, new TextSink(build, response, null));
        return null;
    }

    @GetMapping(value = "/log", produces = MediaType.TEXT_PLAIN_VALUE)
    void text(
            @PathVariable String ws,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(required = false) @Nullable Integer step,
            @RequestParam(defaultValue = "false") boolean follow,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Seat seat = door.enter(ws, Permission.VIEW);
        Build build = door.build(seat, number);
        stream(seat, build, offset, follow, response, MediaType.TEXT_PLAIN_VALUE, new TextSink(build, response, step));
    }

    @GetMapping(value = "/log", produces = NDJSON)
    void events(
            @PathVariable String ws,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(required = false) @Nullable Integer step,
            @RequestParam(defaultValue = "false") boolean follow,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Seat seat = door.enter(ws, Permission.VIEW);
        stream(seat, door.build(seat, number), offset, follow, response, NDJSON, new EventSink(response, step));
    }

    /** As {@code buildctl --progress=rawjson} writes it. */
    @GetMapping(value = "/log", produces = RAWJSON)
    void rawJson(
            @PathVariable String ws,
            @PathVariable String number,
            @RequestParam(defaultValue = "0") long offset,
            @RequestParam(required = false) @Nullable Integer step,
            @RequestParam(defaultValue = "false") boolean follow,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        Seat seat = door.enter(ws, Permission.VIEW);
        Build build = door.build(seat, number);
        stream(seat, build, offset, follow, response, RAWJSON, new RawJsonSink(build, response, step));
    }

    @GetMapping("/steps/{step}/log")
    ResponseEntity<Resource> stepOutput(@PathVariable String ws, @PathVariable String number, @PathVariable int step) {
        Build build = door.build(door.enter(ws, Permission.VIEW), number);
        boolean known = build.steps().stream().map(BuildStep::number).anyMatch(each -> each == step);
        if (!known) {
            throw Refusal.notFound();
        }
        Resource output = log.stepOutput(build.id(), step)
                .<Resource>map(FileSystemResource::new)
                .orElseGet(() -> new ByteArrayResource(new byte[0]));
        return ResponseEntity.ok()
                .contentType(MediaType.APPLICATION_OCTET_STREAM)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("build-%s-step-%d.log".formatted(build.number(), step))
                                .build()
                                .toString())
                .header("X-Content-Type-Options", "nosniff")
                .body(output);
    }

    /** Takes slices of a log as they come. */
    private interface Sink {

        void write(LogSlice slice) throws IOException;

        /** Nothing follows. */
        void end() throws IOException;
    }

    private void stream(
            Seat seat,
            Build build,
            long offset,
            boolean follow,
            HttpServletResponse response,
            String contentType,
            Sink sink)
            throws IOException, InterruptedException {
        if (offset < 0) {
            throw Refusal.invalid("/offset", "invalid-offset", "An offset is the number of an event, from 0.");
        }
        response.setContentType(contentType);
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.flushBuffer();
        try (Watch rights = door.watch(seat)) {
            Optional<LogReader> opened = follow ? awaitLog(seat, build, offset, rights) : log.open(build, offset);
            if (opened.isPresent()) {
                stream(opened.get(), follow, rights, response, sink);
            }
        }
    }

    private static void stream(LogReader opened, boolean follow, Watch rights, HttpServletResponse response, Sink sink)
            throws IOException, InterruptedException {
        try (opened) {
            while (!rights.isOver()) {
                LogSlice slice = opened.next(BuildLog.MAX_EVENTS);
                if (!slice.isEmpty()) {
                    sink.write(slice);
                }
                if (slice.ended() || (slice.isEmpty() && !follow)) {
                    sink.end();
                    return;
                }
                if (slice.isEmpty()) {
                    response.flushBuffer();
                    opened.await(LOOK);
                }
            }
        }
    }

    /** Empty when the right to read, or the build, went before the build began. */
    private Optional<LogReader> awaitLog(Seat seat, Build build, long offset, Watch rights)
            throws InterruptedException {
        for (int round = 1; !rights.isOver(); round++) {
            Optional<LogReader> reader = log.open(build, offset);
            if (reader.isPresent()) {
                return reader;
            }
            Thread.sleep(Duration.ofMillis(100));
            if (round % ROUNDS_TO_LOOK == 0) {
                door.build(seat, build.number().toString());
            }
        }
        return Optional.empty();
    }

    private static boolean closed(LogReader reader) {
        reader.close();
        return true;
    }

    /** The events as they are on disk, or those of one step. */
    private static final class EventSink implements Sink {

        /** Type and time: {@code "type":"progress","at":"2026-11-22T11:24:34.123456Z"}. */
        private static final int MOST_BEFORE_STEP = 60;

        private final OutputStream out;
        private final byte @Nullable [] step;

        EventSink(HttpServletResponse response, @Nullable Integer step) throws IOException {
            this.out = response.getOutputStream();
            this.step = step == null ? null : ("\"step\":" + step + ",").getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public void write(LogSlice slice) throws IOException {
            byte[] wanted = step;
            if (wanted == null) {
                slice.writeTo(out);
                return;
            }
            slice.forEach((json, from, to) -> {
                if (isOfStep(json, from, to, wanted)) {
                    out.write(json, from, to + 1 - from);
                }
            });
        }

        @Override
        public void end() throws IOException {
            out.flush();
        }

        /** The step stands right after type and time, in front of all text that a build wrote. */
        private static boolean isOfStep(byte[] json, int from, int to, byte[] step) {
            int last = Math.min(to - step.length, from + MOST_BEFORE_STEP);
            for (int i = from; i <= last; i++) {
                if (Arrays.equals(json, i, i + step.length, step, 0, step.length)) {
                    return true;
                }
            }
            return false;
        }
    }

    private static final class RawJsonSink implements Sink {

        private final OutputStream out;
        private final RawJsonLog json;

        RawJsonSink(Build build, HttpServletResponse response, @Nullable Integer step) throws IOException {
            this.out = response.getOutputStream();
            this.json = new RawJsonLog(build.id(), step);
        }

        @Override
        public void write(LogSlice slice) throws IOException {
            out.write(json.render(slice));
        }

        @Override
        public void end() throws IOException {
            out.flush();
        }
    }

    private static final class TextSink implements Sink {

        private final Build build;
        private final OutputStream out;
        private final PlainLog plain;

        TextSink(Build build, HttpServletResponse response, @Nullable Integer step) throws IOException {
            this.build = build;
            this.out = response.getOutputStream();
            this.plain = PlainLog.of(Optional.ofNullable(step));
        }

        @Override
        public void write(LogSlice slice) throws IOException {
            out.write(plain.render(slice).getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void end() throws IOException {
            out.write(plain.end(build).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
