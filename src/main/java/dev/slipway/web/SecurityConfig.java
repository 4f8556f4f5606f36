package dev.slipway.web;

import com.vaadin.flow.spring.security.VaadinDefaultRequestCache;
import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import dev.slipway.account.AccessTokens;
import dev.slipway.account.Accounts;
import dev.slipway.account.CurrentCaller;
import dev.slipway.refusal.Refusal;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Which door leads where. Each part of the addresses has a chain of its own, and what no rule allows is refused; what a
 * caller may do behind the door is asked of {@code workspace.Access}. See docs/decisions/0011-default-deny.md.
 */
@Configuration(proxyBeanMethods = false)
class SecurityConfig {

    /** Vaadin's bootstrap needs inline scripts and eval; nothing comes from elsewhere, and nobody frames a page. */
    static final String PAGE_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; worker-src 'self' blob:;"
            + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    /** An answer for programs is no page; should a browser show one all the same, nothing in it runs. */
    static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private final AccessTokens tokens;
    private final Accounts accounts;
    private final Problems problems;

    SecurityConfig(AccessTokens tokens, Accounts accounts, Problems problems) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.problems = problems;
    }

    /** REST: an access token, or the browser's session with its CSRF token on every change. */
    @Bean
    @Order(10)
    SecurityFilterChain api(HttpSecurity http) {
        RequestMatcher changeBySession = request -> !READING.contains(request.getMethod())
                && request.getHeader(HttpHeaders.AUTHORIZATION) == null
                && request.getSession(false) != null;
        data(http.securityMatcher("/api/**"))
                .csrf(csrf -> csrf.requireCsrfProtectionMatcher(changeBySession))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .addFilterBefore(credentials(CredentialFilter.Kind.API), CsrfFilter.class)
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                                .permitAll()
                                .anyRequest()
                                .authenticated());
        return http.build();
    }

    /**
     * Sockets. Everybody may knock: who is not signed in hears so in the socket's own words (4401), because a browser does
     * not tell its page the status of a refused handshake.
     */
    @Bean
    @Order(20)
    SecurityFilterChain sockets(HttpSecurity http) {
        data(http.securityMatcher("/ws/**"))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.NEVER))
                .addFilterBefore(credentials(CredentialFilter.Kind.SOCKETS), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        return http.build();
    }

    /**
     * Registry and git clients. No session here, so that a browser's cookie opens nothing; who comes, the edge finds out itself,
     * challenges in the manner of its protocol and asks the policy.
     */
    @Bean
    @Order(30)
    SecurityFilterChain clients(HttpSecurity http) {
        data(http.securityMatcher("/v2/**", "/git/**"))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        return http.build();
    }

    /** Health for whoever probes; the rest for access tokens of administrators. */
    @Bean
    @Order(40)
    SecurityFilterChain actuator(HttpSecurity http, CurrentCaller currentCaller) {
        data(http.securityMatcher("/actuator/**"))
                .csrf(csrf -> csrf.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterBefore(credentials(CredentialFilter.Kind.API), AuthorizationFilter.class)
                .authorizeHttpRequests(requests -> requests.requestMatchers("/actuator/health", "/actuator/health/**")
                        .permitAll()
                        .anyRequest()
                        .access((authentication, request) -> new AuthorizationDecision(currentCaller
                                .find()
                                .filter(caller -> caller.user().admin()
                                        && caller.boundWorkspace().isEmpty())
                                .isPresent())));
        return http.build();
    }

    /** The API's description tells nothing that the documentation does not. */
    @Bean
    @Order(50)
    SecurityFilterChain apiDescription(HttpSecurity http) {
        data(http.securityMatcher("/v3/api-docs", "/v3/api-docs/**", "/v3/api-docs.yaml"))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll());
        return http.build();
    }

    /** Pages: Vaadin's own rules, after which everything else is denied. */
    @Bean
    @Order(100)
    SecurityFilterChain pages(HttpSecurity http, OpenIdSignIn openId, VaadinDefaultRequestCache cache) {
        cache.setDelegateRequestCache(plainAddresses());
        openId.addTo(
                headers(http, PAGE_POLICY)
                        .headers(headers -> headers.addHeaderWriter(SecurityConfig::hideSharedPages))
                        .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                                .permitAll()
                                .requestMatchers(
                                        "/setup", "/s/**", "/invite/*", "/webjars/**", "/icons/*.svg", "/error")
                                .permitAll())
                        .with(VaadinSecurityConfigurer.vaadin(), vaadin -> vaadin.loginView("/login"))
                        .formLogin(form -> form.failureHandler(SecurityConfig::signInFailed)),
                cache);
        return http.build();
    }

    /** No {@code ?continue} in the address that a person is led back to: it would stay there and be copied along. */
    @SuppressWarnings("NullAway") // null is what Spring documents for "no parameter"; its signature does not say so
    private static HttpSessionRequestCache plainAddresses() {
        HttpSessionRequestCache session = new HttpSessionRequestCache();
        session.setMatchingRequestParameterName(null);
        return session;
    }

    /** Files of a project may have a percent sign in their names. */
    @Bean
    HttpFirewall firewall() {
        StrictHttpFirewall firewall = new StrictHttpFirewall();
        firewall.setAllowUrlEncodedPercent(true);
        return firewall;
    }

    /** The address of a shared page is its key: it goes to nobody by a link, into no index and no cache. */
    private static void hideSharedPages(HttpServletRequest request, HttpServletResponse response) {
        if (request.getRequestURI().startsWith("/s/")) {
            response.setHeader("Referrer-Policy", "no-referrer");
            response.setHeader("X-Robots-Tag", "noindex, nofollow");
            response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        }
    }

    private static void signInFailed(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException e) throws IOException {
        response.sendRedirect(e instanceof PasswordSignIn.Limited ? "/login?limited" : "/login?error");
    }

    private CredentialFilter credentials(CredentialFilter.Kind kind) {
        return new CredentialFilter(tokens, accounts, problems, kind);
    }

    private HttpSecurity data(HttpSecurity http) {
        return headers(http, DATA_POLICY)
                .requestCache(cache -> cache.disable())
                .formLogin(form -> form.disable())
                .httpBasic(basic -> basic.disable())
                .logout(logout -> logout.disable())
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                                (request, response, e) -> problems.write(
                                        request,
                                        response,
                                        Refusal.of(
                                                Refusal.Kind.UNAUTHENTICATED,
                                                "unauthenticated",
                                                "Sign in, or send an access token that is still valid.")))
                        .accessDeniedHandler((request, response, e) -> problems.write(
                                request,
                                response,
                                Refusal.of(
                                        Refusal.Kind.FORBIDDEN,
                                        "forbidden",
                                        "You may not do that, or the page that you did it from is too old: load it"
                                                + " again."))));
    }

    /**
     * Headers are written before the request is handled: Tomcat closes the response of a forwarded request (Vaadin's pages)
     * before Spring Security would write them otherwise.
     */
    private static HttpSecurity headers(HttpSecurity http, String policy) {
        return http.headers(headers -> headers.contentSecurityPolicy(csp -> csp.policyDirectives(policy))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .permissionsPolicyHeader(permissions -> permissions.policy("camera=(), geolocation=(), microphone=()"))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                .withObjectPostProcessor(new ObjectPostProcessor<HeaderWriterFilter>() {
                    @Override
                    public <F extends HeaderWriterFilter> F postProcess(F filter) {
                        filter.setShouldWriteHeadersEagerly(true);
                        return filter;
                    }
                }));
    }
}
