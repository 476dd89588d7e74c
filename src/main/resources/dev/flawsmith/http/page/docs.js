// Swagger UI over this server's own description; nothing is asked of anybody else.
SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", validatorUrl: null, deepLinking: true, defaultModelsExpandDepth: 0 });
