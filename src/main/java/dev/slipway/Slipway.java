package dev.slipway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Slipway: the web role, the worker role, or both, as configured. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Slipway {

    public static void main(String[] args) {
        SpringApplication.run(Slipway.class, args);
    }
}
