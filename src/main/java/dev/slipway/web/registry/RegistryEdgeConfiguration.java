package dev.slipway.web.registry;

import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the registry edge at its address. */
@Configuration(proxyBeanMethods = false)
class RegistryEdgeConfiguration {

    @Bean
    ServletRegistrationBean<RegistryServlet> registryEdge(
            EdgeDoor door,
            TokenService tokens,
            ManifestDesk manifests,
            BlobDesk blobs,
            UploadDesk uploads,
            ListDesk lists) {
        RegistryServlet servlet =
                new RegistryServlet(new RegistryServlet.Desks(door, tokens, manifests, blobs, uploads, lists));
        ServletRegistrationBean<RegistryServlet> edge = new ServletRegistrationBean<>(servlet, "/v2/*");
        edge.setName("registryEdge");
        return edge;
    }
}
