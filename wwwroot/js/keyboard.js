// Where the keyboard of a phone covers the page instead of making it smaller, what stands at the bottom stands on the keyboard.
const lift = () => {
  const { height, offsetTop, scale } = visualViewport;
  const covered = scale === 1 ? Math.max(0, Math.round(innerHeight - height - offsetTop)) : 0;
  document.documentElement.style.setProperty("--keyboard", `${covered}px`);
};

for (const kind of ["resize", "scroll"]) visualViewport?.addEventListener(kind, lift);
