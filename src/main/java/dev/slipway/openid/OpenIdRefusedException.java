package dev.slipway.openid;

/** The provider knows the person, and Slipway does not let them in. */
public final class OpenIdRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    OpenIdRefusedException(Reason reason) {
        super(reason.name());
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Why not. */
    public enum Reason {
        /** The rules for addresses or claims do not hold for them. */
        NOT_ADMITTED,
        /** Nobody has linked this identity, and no accounts are made. */
        NO_ACCOUNT,
        /** Another account is linked with this identity already. */
        LINKED_ELSEWHERE,
        /** The account is linked with another identity of this provider. */
        LINKED_OTHERWISE
    }
}
