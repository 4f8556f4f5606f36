package dev.slipway.web;

import dev.slipway.account.Caller;
import dev.slipway.account.CurrentCaller;
import dev.slipway.paging.PageRequest;
import dev.slipway.refusal.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * What a controller's method may ask for by type: the {@link Caller} (401 when nobody is signed in) and the
 * {@link PageRequest} of {@code ?limit=&cursor=}.
 */
@Configuration(proxyBeanMethods = false)
class RequestArguments implements WebMvcConfigurer {

    static {
        SpringDocUtils.getConfig().addRequestWrapperToIgnore(Caller.class, PageRequest.class);
    }

    private final CurrentCaller currentCaller;

    RequestArguments(CurrentCaller currentCaller) {
        this.currentCaller = currentCaller;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(new CallerArgument(currentCaller));
        resolvers.add(new PageRequestArgument());
    }

    private record CallerArgument(CurrentCaller currentCaller) implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == Caller.class;
        }

        @Override
        public Caller resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer model,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            return currentCaller.get();
        }
    }

    private record PageRequestArgument() implements HandlerMethodArgumentResolver {

        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == PageRequest.class;
        }

        @Override
        public PageRequest resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer model,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binders) {
            String limit = request.getParameter("limit");
            return new PageRequest(
                    limit == null ? PageRequest.DEFAULT_LIMIT : number(limit), request.getParameter("cursor"));
        }

        private static int number(String limit) {
            try {
                return Integer.parseInt(limit);
            } catch (NumberFormatException e) {
                throw Refusal.invalid(
                                "/limit", "limit-out-of-range", "Use a limit from 1 to " + PageRequest.MAX_LIMIT + ".")
                        .causedBy(e);
            }
        }
    }
}
