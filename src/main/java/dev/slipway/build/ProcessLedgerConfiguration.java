package dev.slipway.build;

import dev.slipway.home.Home;
import dev.slipway.process.ProcessLedger;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** One ledger for all processes that Slipway starts on this state folder, the engines' and those of the rooms above. */
@Configuration
class ProcessLedgerConfiguration {

    /** Opened before anything can be started: what a killed Slipway left is ended first. */
    @Bean(destroyMethod = "close")
    ProcessLedger processLedger(Home home) {
        return ProcessLedger.open(home.room("processes"));
    }
}
