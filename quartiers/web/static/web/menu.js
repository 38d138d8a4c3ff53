// Folds the menu on phones. Without this file it is simply open.
document.documentElement.classList.add("js");

addEventListener("DOMContentLoaded", () => {
  const button = document.querySelector(".bouton-menu");
  const menu = document.getElementById("menu");
  const show = (isOpen) => {
    menu.classList.toggle("ouvert", isOpen);
    button.setAttribute("aria-expanded", isOpen);
  };
  button.addEventListener("click", () => show(!menu.classList.contains("ouvert")));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.classList.contains("ouvert")) {
      show(false);
      button.focus();
    }
  });
});
