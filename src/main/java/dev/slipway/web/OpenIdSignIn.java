package dev.slipway.web;

import com.vaadin.flow.spring.security.VaadinSavedRequestAwareAuthenticationSuccessHandler;
import dev.slipway.account.CurrentCaller;
import dev.slipway.account.SessionUser;
import dev.slipway.account.User;
import dev.slipway.account.UserId;
import dev.slipway.openid.LinkWish;
import dev.slipway.openid.OpenIdAccounts;
import dev.slipway.openid.OpenIdPerson;
import dev.slipway.openid.OpenIdProvider;
import dev.slipway.openid.OpenIdRefusedException;
import dev.slipway.openid.OpenIdUnavailableException;
import dev.slipway.outbound.OutboundCalls;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.client.endpoint.RestClientAuthorizationCodeTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserRequest;
import org.springframework.security.oauth2.client.oidc.userinfo.OidcUserService;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.userinfo.DefaultOAuth2UserService;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizationRequestRedirectFilter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * The way to the OpenID provider and back: authorization code with PKCE, state and nonce, as Spring Security does it. Who comes
 * back is a user of Slipway, as after a password; the provider's tokens are thrown away.
 */
@Component
class OpenIdSignIn {

    private static final Logger LOG = LoggerFactory.getLogger(OpenIdSignIn.class);

    private final OpenIdProvider provider;
    private final OpenIdAccounts accounts;
    private final CurrentCaller callers;
    private final OutboundCalls calls;
    private final OidcUserService userInfo;
    private final HttpSessionSecurityContextRepository contexts = new HttpSessionSecurityContextRepository();

    OpenIdSignIn(OpenIdProvider provider, OpenIdAccounts accounts, CurrentCaller callers, OutboundCalls calls) {
        this.provider = provider;
        this.accounts = accounts;
        this.callers = callers;
        this.calls = calls;
        this.userInfo = userInfo(calls);
    }

    void addTo(HttpSecurity http, RequestCache requests) {
        if (!provider.isConfigured()) {
            return;
        }
        VaadinSavedRequestAwareAuthenticationSuccessHandler onwards =
                new VaadinSavedRequestAwareAuthenticationSuccessHandler();
        onwards.setRequestCache(requests);
        http.oauth2Login(login -> login.loginPage("/login")
                .clientRegistrationRepository(registrations())
                .authorizedClientRepository(new ForgottenTokens())
                .tokenEndpoint(token -> token.accessTokenResponseClient(tokens()))
                .userInfoEndpoint(info -> info.oidcUserService(this::admit))
                .successHandler(
                        (request, response, authentication) -> succeed(request, response, authentication, onwards))
                .failureHandler(this::fail)
                .withObjectPostProcessor(new ObjectPostProcessor<OAuth2AuthorizationRequestRedirectFilter>() {
                    @Override
                    public <F extends OAuth2AuthorizationRequestRedirectFilter> F postProcess(F filter) {
                        filter.setAuthenticationFailureHandler(OpenIdSignIn.this::fail);
                        return filter;
                    }
                }));
    }

    private ClientRegistrationRepository registrations() {
        return id -> id.equals(OpenIdProvider.REGISTRATION) ? provider.registration() : null;
    }

    private RestClientAuthorizationCodeTokenResponseClient tokens() {
        RestClientAuthorizationCodeTokenResponseClient client = new RestClientAuthorizationCodeTokenResponseClient();
        client.setRestClient(RestClient.builder()
                .requestFactory(calls.requests())
                .configureMessageConverters(converters -> converters
                        .registerDefaults()
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .build());
        return client;
    }

    /** Between the provider's word and the session: whoever is refused here never gets one. */
    private OidcUser admit(OidcUserRequest answer) {
        OidcUser known = userInfo.loadUser(answer);
        OpenIdPerson person = person(answer, known);
        try {
            Optional<User> linking = linking();
            if (linking.isPresent()) {
                accounts.link(linking.get().id(), person);
                return new AdmittedUser(known, linking.get());
            }
            return new AdmittedUser(known, accounts.signIn(person));
        } catch (OpenIdRefusedException e) {
            throw new OAuth2AuthenticationException(
                    new OAuth2Error(e.reason().name().toLowerCase(Locale.ROOT).replace('_', '-')), e);
        }
    }

    private static OpenIdPerson person(OidcUserRequest answer, OidcUser known) {
        try {
            return new OpenIdPerson(
                    Objects.requireNonNull(
                            answer.getClientRegistration().getProviderDetails().getIssuerUri()),
                    Objects.requireNonNull(known.getSubject()),
                    known.getClaims());
        } catch (IllegalArgumentException e) {
            throw new OAuth2AuthenticationException(new OAuth2Error("invalid_id_token"), e);
        }
    }

    private static OidcUserService userInfo(OutboundCalls calls) {
        DefaultOAuth2UserService endpoint = new DefaultOAuth2UserService();
        RestTemplate http = new RestTemplate(calls.requests());
        http.setErrorHandler(new OAuth2ErrorResponseErrorHandler());
        endpoint.setRestOperations(http);
        OidcUserService users = new OidcUserService();
        users.setOauth2UserService(endpoint);
        return users;
    }

    /** Who is signed in already and asked to link the provider. */
    private Optional<User> linking() {
        HttpSession session = session();
        return session != null && session.getAttribute(LinkWish.ATTRIBUTE) instanceof LinkWish wish
                ? callers.find().map(caller -> caller.user()).filter(user -> wish.isOf(user.id()))
                : Optional.empty();
    }

    private static @Nullable HttpSession session() {
        return RequestContextHolder.currentRequestAttributes() instanceof ServletRequestAttributes servlet
                ? servlet.getRequest().getSession(false)
                : null;
    }

    private void succeed(
            HttpServletRequest request,
            HttpServletResponse response,
            Authentication authentication,
            VaadinSavedRequestAwareAuthenticationSuccessHandler onwards)
            throws IOException, ServletException {
        User user = ((AdmittedUser) Objects.requireNonNull(authentication.getPrincipal())).user();
        Authentication signedIn = UsernamePasswordAuthenticationToken.authenticated(
                SessionUser.of(user), null, PasswordSignIn.authorities(user));
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(signedIn);
        SecurityContextHolder.setContext(context);
        contexts.saveContext(context, request, response);
        if (takeWish(request, user.id())) {
            response.sendRedirect("/account?openid=linked");
        } else {
            onwards.onAuthenticationSuccess(request, response, signedIn);
        }
    }

    private void fail(HttpServletRequest request, HttpServletResponse response, AuthenticationException problem)
            throws IOException {
        String outcome = outcome(problem);
        if (outcome.equals("failed")) {
            // One line: a stranger can cause it as often as he likes.
            LOG.warn("A sign-in with {} failed: {}", provider.displayName(), withoutControls(problem.toString()));
        }
        boolean linking =
                callers.find().map(caller -> takeWish(request, caller.id())).orElse(false);
        response.sendRedirect((linking ? "/account?" : "/login?") + "openid=" + outcome);
    }

    private static boolean takeWish(HttpServletRequest request, UserId user) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(LinkWish.ATTRIBUTE) instanceof LinkWish wish)) {
            return false;
        }
        session.removeAttribute(LinkWish.ATTRIBUTE);
        return wish.isOf(user);
    }

    /** One word for each thing that a person can do something about. */
    private static String outcome(AuthenticationException problem) {
        for (Throwable cause = problem; cause != null; cause = cause.getCause()) {
            if (cause instanceof OpenIdUnavailableException) {
                return "away";
            }
        }
        String code = problem instanceof OAuth2AuthenticationException oauth
                ? oauth.getError().getErrorCode()
                : "";
        return switch (code) {
            case OAuth2ErrorCodes.ACCESS_DENIED -> "cancelled";
            case "authorization_request_not_found", "invalid_state_parameter", "invalid_nonce" -> "stale";
            case "not-admitted", "no-account", "linked-elsewhere", "linked-otherwise" -> code;
            default -> "failed";
        };
    }

    private static String withoutControls(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
