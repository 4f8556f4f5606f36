package dev.slipway.openid;

import org.springframework.security.authentication.AuthenticationServiceException;

/** The provider does not answer, or not as one; passwords go on working. */
public final class OpenIdUnavailableException extends AuthenticationServiceException {

    private static final long serialVersionUID = 1L;

    OpenIdUnavailableException(String sentence) {
        super(sentence);
    }

    OpenIdUnavailableException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
