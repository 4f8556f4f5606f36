package dev.slipway.account;

import org.springframework.stereotype.Component;

/** The one-time key of the first run. It lives as long as this process and is printed on its console, nowhere else. */
@Component
class SetUpKey {

    private final String value = Secrets.random("");

    String value() {
        return value;
    }

    boolean opens(String key) {
        return Secrets.equal(value, key);
    }
}
