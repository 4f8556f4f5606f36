package dev.slipway.account;

import dev.slipway.home.PublicAddress;
import dev.slipway.refusal.Refusal;
import java.net.URI;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * The first run: {@code SLIPWAY_ADMIN_USER} and {@code SLIPWAY_ADMIN_PASSWORD} make the administrator, or the console shows
 * the address where a person does. There is no default password.
 */
@Component
class FirstAdministrator implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(FirstAdministrator.class);

    private final Accounts accounts;
    private final SetUpKey setUpKey;
    private final FirstAdministratorProperties properties;
    private final PublicAddress address;
    private final Environment environment;

    FirstAdministrator(
            Accounts accounts,
            SetUpKey setUpKey,
            FirstAdministratorProperties properties,
            PublicAddress address,
            Environment environment) {
        this.accounts = accounts;
        this.setUpKey = setUpKey;
        this.properties = properties;
        this.address = address;
        this.environment = environment;
    }

    /** Runs before this Slipway says that it is ready. */
    @Override
    public void run(ApplicationArguments arguments) {
        Optional<NewUser> named = properties.newUser();
        if (named.isEmpty() || !accounts.isEmpty()) {
            return;
        }
        try {
            User admin = accounts.createFirst(named.get());
            log.info("Made the administrator {} as SLIPWAY_ADMIN_USER says", admin.name());
        } catch (Refusal refusal) {
            // Another node that starts at the same time may have been faster: then all is as wished.
            if (!refusal.code().equals("already-set-up")) {
                throw refusal;
            }
        }
    }

    @EventListener(ApplicationReadyEvent.class)
    void showSetUpAddress() {
        String port = environment.getProperty("local.server.port");
        if (port != null && accounts.isEmpty()) {
            // To the console itself: logs are kept and shipped elsewhere, and this is a key.
            System.out.printf(
                    "%n  Welcome to Slipway. Make the first account here (the address works once):%n%n"
                            + "      %s/setup?key=%s%n%n",
                    address.url().map(URI::toString).orElse("http://localhost:" + port), setUpKey.value());
        }
    }
}
