package dev.slipway.web;

import dev.slipway.refusal.Refusal;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * Addresses for programs that no controller has. Without this they would reach Vaadin, whose router answers every address
 * with a page. As a mapping of its own, after the controllers', it leaves their 405 and 415 alone.
 */
@Configuration(proxyBeanMethods = false)
class NothingHere {

    @Bean
    HandlerMapping nothingHereMapping(Problems problems) {
        HttpRequestHandler nothing = (request, response) -> problems.write(request, response, Refusal.notFound());
        return new SimpleUrlHandlerMapping(
                Map.of("/api/**", nothing, "/v2/**", nothing, "/git/**", nothing, "/ws/**", nothing), 100);
    }
}
