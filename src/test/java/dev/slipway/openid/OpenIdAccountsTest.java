package dev.slipway.openid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.NewUser;
import dev.slipway.account.User;
import dev.slipway.database.OnBothDatabases;
import dev.slipway.openid.OpenIdRefusedException.Reason;
import dev.slipway.paging.PageRequest;
import dev.slipway.workspace.Role;
import dev.slipway.workspace.WorkspaceName;
import dev.slipway.workspace.Workspaces;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@OnBothDatabases(
        rooms = {"account", "audit", "workspace", "outbound", "openid"},
        properties = {
            "slipway.openid.issuer=https://login.example",
            "slipway.openid.client-id=slipway",
            "slipway.openid.email-domains=hull.example",
            "slipway.openid.create-accounts=true",
            "slipway.openid.workspace=crew",
            "slipway.openid.role=viewer"
        })
class OpenIdAccountsTest {

    @Autowired
    OpenIdAccounts openId;

    @Autowired
    Accounts accounts;

    @Autowired
    Workspaces workspaces;

    @Autowired
    JdbcClient jdbc;

    private User mara;

    @BeforeEach
    void setUp() {
        jdbc.sql("insert into first_run (id, done_at) values (1, current_timestamp)")
                .update();
        mara = accounts.create(NewUser.withPassword("mara", "a long enough passphrase", "Mara"));
    }

    @Test
    void aNewcomerGetsAnAccountAndAPlaceAndKeepsBoth() throws Exception {
        workspaces.create(Caller.of(mara), WorkspaceName.choose("crew"), "");

        User ada = openId.signIn(person("s1", "Ada.Lovelace", "ada@hull.example"));

        assertThat(ada.name()).isEqualTo("ada.lovelace");
        assertThat(ada.admin()).isFalse();
        assertThat(accounts.hasPassword(ada.id())).isFalse();
        assertThat(workspaces.list(Caller.of(ada), new PageRequest(10, null)).items())
                .singleElement()
                .satisfies(member -> assertThat(member.role()).isEqualTo(Role.VIEWER));
        assertThat(openId.signIn(person("s1", "renamed", "other@hull.example"))).isEqualTo(ada);
    }

    @Test
    void aWorkspaceThatIsNotThereKeepsNobodyOut() throws Exception {
        assertThat(openId.signIn(person("s1", "ada", "ada@hull.example")).name())
                .isEqualTo("ada");
    }

    @Test
    void aNameOrAnAddressNeverOpensAnAccountThatIsThere() throws Exception {
        User namesake = openId.signIn(person("s1", "mara", "mara@hull.example"));
        User another = openId.signIn(person("s2", "mara", "mara@hull.example"));

        assertThat(namesake.name()).isEqualTo("mara-2");
        assertThat(another.name()).isEqualTo("mara-3");
        assertThat(openId.isLinked(mara.id())).isFalse();
    }

    @Test
    void theSamePersonAtAnotherIssuerIsSomebodyElse() throws Exception {
        User ada = openId.signIn(person("s1", "ada", "ada@hull.example"));

        OpenIdPerson elsewhere =
                new OpenIdPerson("https://evil.example", "s1", claims("ada", "ada@hull.example", true));

        assertThat(openId.signIn(elsewhere)).isNotEqualTo(ada);
    }

    @Test
    void onlyVerifiedAddressesOfTheDomainComeIn() {
        assertRefused(Reason.NOT_ADMITTED, () -> openId.signIn(person("s1", "m", "m@elsewhere.example")));
        assertRefused(Reason.NOT_ADMITTED, () -> openId.signIn(person("s1", "m", "m@hull.example.evil")));
        assertRefused(Reason.NOT_ADMITTED, () -> openId.signIn(person("s1", "m", "m@sub.hull.example")));
        assertRefused(Reason.NOT_ADMITTED, () -> openId.signIn(person("s1", "m", "\"m@hull.example\"@evil.example")));
        OpenIdPerson unverified = new OpenIdPerson("https://login.example", "s1", claims("m", "m@hull.example", false));
        assertRefused(Reason.NOT_ADMITTED, () -> openId.signIn(unverified));
        OpenIdPerson silent = new OpenIdPerson("https://login.example", "s1", Map.of());
        assertRefused(Reason.NOT_ADMITTED, () -> openId.signIn(silent));
        assertThat(accounts.findByName("m")).isEmpty();
    }

    @Test
    void whoLeavesTheDomainIsLeftOutside() throws Exception {
        openId.signIn(person("s1", "ada", "ada@hull.example"));

        assertRefused(Reason.NOT_ADMITTED, () -> openId.signIn(person("s1", "ada", "ada@elsewhere.example")));
    }

    @Test
    void nobodyComesBeforeTheAdministrator() {
        jdbc.sql("delete from first_run").update();

        assertRefused(Reason.NO_ACCOUNT, () -> openId.signIn(person("s1", "ada", "ada@hull.example")));
    }

    @Test
    void anAccountIsLinkedAndUnlinkedByItsOwner() throws Exception {
        OpenIdPerson captain = person("s1", "captain", "captain@hull.example");
        openId.link(mara.id(), captain);
        openId.link(mara.id(), captain);

        assertThat(openId.isLinked(mara.id())).isTrue();
        assertThat(openId.signIn(captain)).isEqualTo(mara);

        openId.unlink(mara.id());

        assertThat(openId.isLinked(mara.id())).isFalse();
        assertThat(openId.signIn(captain)).isNotEqualTo(mara);
    }

    @Test
    void onePersonIsOneAccountAndOneAccountOnePerson() throws Exception {
        User ada = openId.signIn(person("s1", "ada", "ada@hull.example"));
        openId.link(mara.id(), person("s2", "captain", "captain@hull.example"));

        assertRefused(Reason.LINKED_ELSEWHERE, () -> openId.link(mara.id(), person("s1", "ada", "ada@hull.example")));
        assertRefused(Reason.LINKED_OTHERWISE, () -> openId.link(mara.id(), person("s3", "mate", "mate@hull.example")));
        assertThat(openId.signIn(person("s1", "ada", "ada@hull.example"))).isEqualTo(ada);
    }

    @Test
    void aDeletedAccountTakesItsLinkWithIt() throws Exception {
        User ada = openId.signIn(person("s1", "ada", "ada@hull.example"));
        accounts.delete(Caller.of(mara), "ada");

        User anew = openId.signIn(person("s1", "ada", "ada@hull.example"));

        assertThat(anew.id()).isNotEqualTo(ada.id());
    }

    @Test
    void manySignInsOfOneNewcomerAtOnceMakeOneAccount() throws Exception {
        List<Callable<User>> rush = Stream.generate(
                        () -> (Callable<User>) () -> openId.signIn(person("s1", "ada", "ada@hull.example")))
                .limit(5)
                .toList();
        Set<User> users = new HashSet<>();
        try (var executor = Executors.newFixedThreadPool(rush.size())) {
            for (Future<User> one : executor.invokeAll(rush)) {
                users.add(one.get());
            }
        }

        assertThat(users).hasSize(1);
        assertThat(accounts.findByName("ada-2")).isEmpty();
    }

    private static OpenIdPerson person(String subject, String called, String email) {
        return new OpenIdPerson("https://login.example", subject, claims(called, email, true));
    }

    private static Map<String, Object> claims(String called, String email, boolean verified) {
        return Map.of("preferred_username", called, "name", called, "email", email, "email_verified", verified);
    }

    private static void assertRefused(Reason reason, ThrowingCallable attempt) {
        assertThatExceptionOfType(OpenIdRefusedException.class)
                .isThrownBy(attempt)
                .satisfies(refused -> assertThat(Optional.of(refused.reason())).contains(reason));
    }
}
