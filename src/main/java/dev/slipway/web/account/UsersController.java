package dev.slipway.web.account;

import dev.slipway.account.Accounts;
import dev.slipway.account.Caller;
import dev.slipway.account.NewUser;
import dev.slipway.account.User;
import dev.slipway.paging.Page;
import dev.slipway.paging.PageRequest;
import dev.slipway.web.Fields;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Users, for administrators. That there is such an address is no secret, so others hear 403. */
@RestController
@RequestMapping("/api/v1/users")
class UsersController {

    private final Accounts accounts;

    UsersController(Accounts accounts) {
        this.accounts = accounts;
    }

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    Shown create(Caller caller, @RequestBody Wish wish) {
        caller.requireAdministrator();
        return Shown.of(accounts.create(
                caller,
                new NewUser(
                        Fields.required("/name", wish.name()),
                        Optional.ofNullable(wish.password()),
                        Objects.requireNonNullElse(wish.displayName(), ""))));
    }

    @GetMapping
    Page<Shown> list(Caller caller, PageRequest request) {
        caller.requireAdministrator();
        return accounts.list(request).map(Shown::of);
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(Caller caller, @PathVariable String name) {
        caller.requireAdministrator();
        accounts.delete(caller, name);
    }

    record Wish(
            @Nullable String name,
            @Nullable String password,
            @Nullable String displayName) {

        /** Keeps the password out of logs. */
        @Override
        public String toString() {
            return "Wish[name=" + name + "]";
        }
    }

    record Shown(String name, String displayName, boolean admin) {

        static Shown of(User user) {
            return new Shown(user.name(), user.displayName(), user.admin());
        }
    }
}
