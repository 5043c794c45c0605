// A company's OpenID Connect provider (npm oidc-provider) for test_company_sign_in.py: the authorization
// endpoint is on one origin, and forwards to the page where one chooses who one is on another.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const { port, second, redirect, client, secret, people } = JSON.parse(process.env.PROVIDER);
const origin = `http://127.0.0.1:${port}`;
const elsewhere = `http://127.0.0.1:${second}`;

// A clock that is off, by so many seconds as the last request to /clock said.
let off = 0;
const now = Date.now;
Date.now = () => now() + off * 1000;

// The signal that it gets as the next code is to be redeemed.
let next = null;

const provider = new Provider(origin, {
  clients: [{ client_id: client, client_secret: secret, redirect_uris: [redirect] }],
  pkce: { required: () => true },
  scopes: ["openid", "profile", "email"],
  claims: { openid: ["sub"], profile: ["name"], email: ["email", "email_verified"] },
  features: { devInteractions: { enabled: false } },
  cookies: { keys: ["for tests only"] },
  interactions: { url: (_ctx, interaction) => `${elsewhere}/interaction/${interaction.uid}` },
  findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...people[sub] }) }),
  // What people would be asked to agree to, they have agreed to.
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({ clientId: client, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid profile email");
    await grant.save();
    return grant;
  },
});

const answer = provider.callback();

async function serve(request, response) {
  const url = new URL(request.url, origin);
  if (url.pathname === "/clock") {
    off = Number(url.searchParams.get("off"));
    response.end();
  } else if (url.pathname === "/signal") {
    next = url.searchParams.get("name");
    response.end();
  } else if (url.pathname === "/token" && next) {
    process.kill(process.pid, next);
    next = null;
  } else if (url.pathname.startsWith("/interaction/")) {
    const who = url.searchParams.get("who");
    if (who) {
      const result = who === "nobody" ? { error: "access_denied" } : { login: { accountId: who } };
      await provider.interactionFinished(request, response, result);
      return;
    }
    const links = [...Object.keys(people), "nobody"].map((each) => `<li><a href="?who=${each}">${each}</a></li>`);
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`<!doctype html><html lang="en"><title>Who are you?</title><ul>${links.join("")}</ul></html>`);
  } else {
    answer(request, response);
  }
}

createServer(serve).listen(second, "127.0.0.1", () => {
  createServer(serve).listen(port, "127.0.0.1", () => console.log("ready"));
});
