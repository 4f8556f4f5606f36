package dev.slipway.web.workspace;

import dev.slipway.account.Caller;
import dev.slipway.audit.AuditAction;
import dev.slipway.audit.AuditEntry;
import dev.slipway.audit.AuditFilter;
import dev.slipway.audit.AuditTrail;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import dev.slipway.workspace.Access;
import dev.slipway.workspace.Permission;
import dev.slipway.workspace.Seat;
import dev.slipway.workspace.WorkspaceTrail;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The trail of a workspace, in pages for programs and whole for spreadsheets, and that of the installation. */
@RestController
@RequestMapping("/api/v1")
class AuditController {

    private final Access access;
    private final WorkspaceTrail trail;
    private final AuditTrail all;

    AuditController(Access access, WorkspaceTrail trail, AuditTrail all) {
        this.access = access;
        this.trail = trail;
        this.all = all;
    }

    /** What happened in no workspace, for administrators: users made and deleted, workspaces deleted, sign-ins. */
    @GetMapping("/audit")
    Page<Shown> installation(
            Caller caller,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            PageRequest page) {
        caller.requireAdministrator();
        return all.list(filter(actor, action, from, to), page).map(Shown::of);
    }

    @GetMapping("/workspaces/{ws}/audit")
    Page<Shown> list(
            Caller caller,
            @PathVariable String ws,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            PageRequest page) {
        Seat seat = access.enter(caller, ws, Permission.VIEW_AUDIT);
        return trail.list(seat, filter(actor, action, from, to), page).map(Shown::of);
    }

    /** All that fits the filter, newest first; read a page at a time, so that its length costs no memory. */
    @GetMapping("/workspaces/{ws}/audit.csv")
    void export(
            Caller caller,
            @PathVariable String ws,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletResponse response)
            throws IOException {
        Seat seat = access.enter(caller, ws, Permission.VIEW_AUDIT);
        AuditFilter filter = filter(actor, action, from, to);
        write(seat.workspace().name() + "-audit.csv", page -> trail.list(seat, filter, page), response);
    }

    /** The same of the installation. */
    @GetMapping("/audit.csv")
    void export(
            Caller caller,
            @RequestParam(required = false) @Nullable String actor,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletResponse response)
            throws IOException {
        caller.requireAdministrator();
        AuditFilter filter = filter(actor, action, from, to);
        write("slipway-audit.csv", page -> all.list(filter, page), response);
    }

    private static void write(String name, Function<PageRequest, Page<AuditEntry>> lines, HttpServletResponse response)
            throws IOException {
        response.setContentType("text/csv;charset=UTF-8;header=present");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment().filename(name).build().toString());
        Writer out = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
        out.write(CsvLine.of("at", "actor", "token", "action", "subject", "detail"));
        @Nullable String cursor = null;
        do {
            Page<AuditEntry> page = lines.apply(new PageRequest(PageRequest.MAX_LIMIT, cursor));
            for (AuditEntry entry : page.items()) {
                out.write(line(entry));
            }
            cursor = page.next();
        } while (cursor != null);
        out.flush();
    }

    private static String line(AuditEntry entry) {
        return CsvLine.of(
                entry.at().toString(),
                entry.actor(),
                entry.token().map(UUID::toString).orElse(""),
                entry.action().word(),
                entry.subject(),
                entry.detail());
    }

    private static AuditFilter filter(
            @Nullable String actor, @Nullable String action, @Nullable String from, @Nullable String to) {
        return new AuditFilter(
                wanted(actor), wanted(action).map(AuditController::action), instant("/from", from), instant("/to", to));
    }

    /** An empty field of a form asks for nothing; what no name can hold (PostgreSQL refuses NUL) matches nothing. */
    private static Optional<String> wanted(@Nullable String text) {
        return Optional.ofNullable(text).filter(given -> !given.isBlank()).map(given -> given.replace('\0', '/'));
    }

    private static AuditAction action(String word) {
        return AuditAction.find(word)
                .orElseThrow(() -> Refusal.invalid(
                        "/action", "no-such-action", "Use an action as the trail names it, for instance tag.delete."));
    }

    private static Optional<Instant> instant(String pointer, @Nullable String text) {
        return wanted(text).map(given -> {
            try {
                return Instant.parse(given);
            } catch (DateTimeParseException e) {
                throw Refusal.invalid(pointer, "invalid-instant", "Use an instant such as 2026-11-22T14:00:00Z.")
                        .causedBy(e);
            }
        });
    }

    /** @param token id of the access token that was shown; none in the browser */
    record Shown(Instant at, String actor, @Nullable UUID token, String action, String subject, String detail) {

        static Shown of(AuditEntry entry) {
            return new Shown(
                    entry.at(),
                    entry.actor(),
                    entry.token().orElse(null),
                    entry.action().word(),
                    entry.subject(),
                    entry.detail());
        }
    }
}
