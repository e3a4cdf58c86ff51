// How the pages are built. The coordinator forbids scripts and pictures written into pages, so nothing is inlined.
import { defineConfig } from "vite";

export default defineConfig({
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: "es2023" },
  server: {
    // The coordinator refuses what comes from a page of another origin, so it is to see ours.
    proxy: {
      "/api": { target: process.env.RATESMITH_SERVER ?? "http://127.0.0.1:7070", changeOrigin: false },
    },
  },
});
