// Fields that nothing was written into stay out of the address, which else grows too long with many nodes.
document.querySelectorAll("form[data-leave-out-empty]").forEach((form) => {
  form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "" && name.startsWith("node-")) event.formData.delete(name);
  });
});
