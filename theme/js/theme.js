// The reader's own choice of colours, set before the page is painted.
(function(){
"use strict";
var choice=null;
try{choice=localStorage.getItem("clausebook-theme");}catch(e){/* storage is refused: follow the system */}
if(choice==="light"||choice==="dark")document.documentElement.setAttribute("data-theme",choice);
document.documentElement.classList.add("js");
})();
