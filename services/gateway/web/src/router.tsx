// SPDX-License-Identifier: Apache-2.0
import { useSyncExternalStore, type AnchorHTMLAttributes, type MouseEvent } from "react";
import { type Route, readRoute } from "./routes";

const listeners = new Set<() => void>();
const tell = () => listeners.forEach((listener) => listener());

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener("popstate", listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("popstate", listener);
  };
}

export function navigate(to: string, replace = false): void {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  tell();
  if (replace) return;
  window.scrollTo(0, 0);
  // Who does not see the page change is told of it by the focus.
  document.getElementById("content")?.focus({ preventScroll: true });
}

export function useRoute(): Route {
  const place = useSyncExternalStore(subscribe, () => location.pathname + location.search);
  return readRoute(place);
}

export function Link({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) {
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (event.defaultPrevented || !plain) return;
    event.preventDefault();
    navigate(href);
  };
  return <a href={href} onClick={follow} {...rest} />;
}
