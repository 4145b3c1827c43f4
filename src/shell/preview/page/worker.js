// One stream of events for all tabs: browsers open few connections to one server, and each tab would take one for good.
"use strict";
const ports=new Set(),latest=new Map(),kinds=["site","problems","trouble"];
let source=null;
function tell(message){for(const port of ports)port.postMessage(message);}
function open(){
  source=new EventSource("/@preview/events");
  for(const kind of kinds)source.addEventListener(kind,event=>{
    const message={kind,text:event.data};
    latest.set(kind,message);tell(message);
  });
  source.onopen=()=>tell({kind:"open"});
  source.onerror=()=>{
    tell({kind:"lost"});
    if(source.readyState===EventSource.CLOSED)setTimeout(open,700);
  };
}
self.onconnect=event=>{
  const port=event.ports[0];
  ports.add(port);
  port.onmessage=message=>{if(message.data==="bye")ports.delete(port);};
  for(const message of latest.values())port.postMessage(message);
  if(source&&source.readyState!==EventSource.OPEN)port.postMessage({kind:"lost"});
  if(!source)open();
};
