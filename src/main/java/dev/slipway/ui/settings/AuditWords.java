package dev.slipway.ui.settings;

import dev.slipway.audit.AuditAction;
import dev.slipway.ui.kit.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How the trail reads to a person. */
final class AuditWords {

    private static final Pattern INSTANT =
            Pattern.compile("\\b\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?Z");
    private static final Pattern DIGEST = Pattern.compile("\\bsha256:[0-9a-f]{64}\\b");

    private AuditWords() {}

    /** The detail with its instants as all pages write them, and digests cut short; the CSV has them as they are. */
    static String detail(String detail, Instant now, ZoneId zone) {
        String timed =
                INSTANT.matcher(detail).replaceAll(match -> Matcher.quoteReplacement(when(match.group(), now, zone)));
        return DIGEST.matcher(timed).replaceAll(match -> Words.shortDigest(match.group()));
    }

    /** What looks like an instant and is none stays. */
    private static String when(String instant, Instant now, ZoneId zone) {
        try {
            return Words.when(Instant.parse(instant), now, zone);
        } catch (DateTimeParseException e) {
            return instant;
        }
    }

    /** What somebody did, so that the subject can follow. */
    static String did(AuditAction action) {
        return switch (action) {
            case SIGN_IN -> "Signed in";
            case TOKEN_CREATE -> "Created access token";
            case TOKEN_REVOKE -> "Revoked access token";
            case USER_CREATE -> "Created user";
            case USER_DELETE -> "Deleted user";
            case WORKSPACE_CREATE -> "Created workspace";
            case WORKSPACE_RENAME -> "Renamed workspace";
            case WORKSPACE_DELETE -> "Deleted workspace";
            case MEMBER_ADD -> "Added member";
            case MEMBER_ROLE -> "Changed the role of";
            case MEMBER_REMOVE -> "Removed member";
            case MEMBER_LEAVE -> "Left";
            case INVITATION_CREATE -> "Invited a";
            case INVITATION_REVOKE -> "Revoked the invitation of a";
            case INVITATION_ACCEPT -> "Joined by invitation";
            case PROJECT_CREATE -> "Created project";
            case PROJECT_RENAME -> "Renamed project";
            case PROJECT_DELETE -> "Deleted project";
            case BUILD_START -> "Started build";
            case BUILD_CANCEL -> "Cancelled build";
            case BUILD_DELETE -> "Deleted build";
            case TAG_SET -> "Set tag";
            case TAG_DELETE -> "Deleted tag";
            case TAG_REVERT -> "Reverted tag";
            case RULE_CREATE -> "Created rule";
            case RULE_DELETE -> "Deleted rule";
            case IMAGE_DELETE -> "Deleted image";
            case IMAGE_RECEIVE -> "Pushed image";
            case PUSH_START -> "Started push";
            case PUSH_RETRY -> "Retried push";
            case PUSH_CANCEL -> "Cancelled push";
            case CREDENTIAL_CREATE -> "Created credential";
            case CREDENTIAL_DELETE -> "Deleted credential";
            case LINK_CREATE -> "Shared";
            case LINK_REVOKE -> "Revoked the link to";
        };
    }
}
